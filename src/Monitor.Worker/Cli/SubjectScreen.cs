using Monitor.Worker.Privacy;

namespace Monitor.Worker.Cli;

/// <summary>A person's report and an erasure, as text.</summary>
internal static class SubjectScreen
{
    /// <summary>Every table, also an empty one: that nothing is held there is an answer as well.</summary>
    public static void Print(Invocation call, SubjectReport report)
    {
        call.Print(
            $"asn:{report.Person}\t{report.Nip}\t{report.At:yyyy-MM-dd HH:mm:ss}Z\t{call.Text("permintaan", "request")} {report.Request}"
        );
        foreach (var table in report.Tables)
        {
            call.Print("");
            call.Print($"{table.Table}: {table.What.In(call.Tongue)} ({table.Rows.Count})");
            call.Print(
                call.Text(
                    $"  untuk {table.Purpose.Id}; dasar {table.Basis}; disimpan {table.Keeping.Id}",
                    $"  for {table.Purpose.En}; by {table.Basis}; kept {table.Keeping.En}"
                )
            );
            foreach (var row in table.Rows)
            {
                call.Print(
                    "  - " + string.Join("; ", row.Where(cell => cell.Value is not null).Select(cell => $"{cell.Key}={cell.Value}"))
                );
            }
        }

        call.Print("");
        call.Print(call.Text($"Berkas bukti ({report.Files.Count})", $"Evidence files ({report.Files.Count})"));
        foreach (var file in report.Files)
        {
            call.Print($"  {file.Sha256}{(file.OnDisk ? "" : call.Text("  (tidak ada lagi)", "  (gone)"))}");
        }

        call.Print(
            call.Text(
                $"Disebut dalam baris tentang orang lain ({report.Mentions.Count})",
                $"Named in rows about others ({report.Mentions.Count})"
            )
        );
        foreach (var mention in report.Mentions)
        {
            call.Print($"  {mention.Table}.{mention.Column} {mention.Row}");
        }

        if (report.Policy.Length == 0)
        {
            call.Say(
                "Privacy:Policy kosong: masa simpan masih bawaan program, belum ditetapkan lembaga.",
                "Privacy:Policy is empty: the periods are the program's defaults, nobody has decided on them yet."
            );
        }
    }

    /// <summary>What goes, and what remains.</summary>
    public static void Print(Invocation call, ErasureResult done)
    {
        if (call.Json)
        {
            call.PrintJson(done);
            return;
        }

        call.Print(
            done.DryRun
                ? call.Text($"Akan dihapus tentang ASN {done.Person}:", $"To be erased about civil servant {done.Person}:")
                : call.Text(
                    $"Dihapus tentang ASN {done.Person} (permintaan {done.Request}):",
                    $"Erased about civil servant {done.Person} (request {done.Request}):"
                )
        );
        foreach (var (table, rows) in done.Tables)
        {
            call.Print($"  {table}\t{rows}");
        }

        call.Print(call.Text($"  catatan audit: rincian {done.AuditRows} baris", $"  audit record: the details of {done.AuditRows} rows"));
        if (done.AuditRowsLeft > 0)
        {
            call.Say(
                $"{done.AuditRowsLeft} baris audit lama tidak dapat dihapus rinciannya tanpa memutus rantai.",
                $"The details of {done.AuditRowsLeft} old audit rows cannot be erased without breaking the chain."
            );
        }

        foreach (var copy in done.Copies)
        {
            call.Print(call.Text($"  salinan {copy}", $"  copy {copy}"));
        }

        if (done.Batches.Count > 0)
        {
            call.Say(
                $"Sudah dikirim dalam {string.Join(", ", done.Batches)}: beri tahu penerimanya; salinan folder ekspor Anda sendiri hapuslah menurut kebijakan.",
                $"Left in {string.Join(", ", done.Batches)}: tell the recipient; remove your own copies of the export folder by policy."
            );
        }

        if (done.DryRun)
        {
            return;
        }

        if (!done.Wiped)
        {
            call.Say(
                "Halaman bebas basis data belum tertimpa: masih ada yang membaca dan pembersihan harian mengulanginya, atau basis data ada di PostgreSQL dan pemiliknya menjalankan 'monitor db wipe'.",
                "Free pages of the database are not overwritten yet: somebody reads and the daily run does it, or the database is on PostgreSQL and its owner runs 'monitor db wipe'."
            );
        }

        foreach (var place in done.Remains)
        {
            call.Say($"Masih ada jejak: {place}", $"A trace remains: {place}");
        }
    }
}
