using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Audit;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Contests;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Reports;

/// <summary>
/// The officers' own reports: the only lawful way in for what no machine may read. The files become evidence, the text goes the way of every
/// item, and a person always reviews it.
/// </summary>
internal sealed class OfficerReports(
    Database database,
    SourceStore sources,
    EvidenceStore evidence,
    Intake.Intake intake,
    AuditLog audit,
    Rules rules,
    ReportOptions options,
    IntakeOptions intakeOptions,
    TimeProvider time
)
{
    private const int LongestUrl = 2000;
    private const int LongestName = 120;

    private const string SelectAccount = """
        SELECT account.id, COALESCE(NULLIF(asn.region_code, ''), NULLIF(account.region_code, '')) AS region_code
        FROM account LEFT JOIN asn ON asn.id = account.asn_id
        WHERE account.id = @id AND account.removed_at IS NULL
        """;

    /// <summary>Takes a report in. The same report of the same officer again changes nothing; files that are new are added to its flag.</summary>
    /// <exception cref="RefusalException">Something in it cannot be; nothing was kept.</exception>
    public async Task<ReportResult> AddAsync(Report report, Officer officer, CancellationToken ct)
    {
        var url = Address(report.Url);
        var platform = Word(report.Platform);
        var text = Words(report.Text);
        Require(report, url, text);
        var region = await RegionAsync(report.AccountId, officer, ct) ?? officer.Region;
        var seen = Moment(report.Time, region);

        var files = new List<(StoredFile Stored, ReadOnlyMemory<byte> Bytes)>();
        foreach (var file in report.Files)
        {
            // A file that is named in no row is the worst a crash can leave behind.
            var hash = await evidence.KeepBytesAsync(file.Bytes, ct);
            if (!files.Exists(kept => kept.Stored.Sha256 == hash))
            {
                files.Add((new StoredFile(Name(file.Name), hash, file.Bytes.Length, FileKind.Of(file.Bytes.Span)), file.Bytes));
            }
        }

        IReadOnlyList<StoredFile> stored = [.. files.Select(file => file.Stored)];
        var native = NativeId(officer, url, text, seen);
        var where = url ?? new Uri($"urn:monitor:report:{native}");
        var now = time.GetUtcNow();
        var statement = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                officer = officer.Actor.Name,
                officer.Actor.Role,
                platform,
                account = report.AccountId,
                url = url?.AbsoluteUri,
                time = seen,
                text,
                files = stored,
            },
            JsonSerializerOptions.Web
        );
        var item = new Item
        {
            NativeId = native,
            Url = url,
            Text = text,
            Published = seen,
            Capture = new Capture(statement, "application/json", where, now, []),
        };
        var testimony = new Testimony(
            $"reported by {officer.Actor.Name}",
            [
                .. files.Select(file => new TestimonyFile(
                    file.Stored.Sha256,
                    $"{file.Stored.Name}, reported by {officer.Actor.Name}",
                    new Capture(file.Bytes, file.Stored.MediaType, where, now, [])
                )),
            ],
            // Neither address nor words: the audit record outlives what may have to be erased.
            async (session, result) =>
            {
                if (result.Flag is { } flag)
                {
                    await FlagStore.ReportedByAsync(session, flag, officer.Identity);
                }

                await audit.RecordAsync(
                    session,
                    officer.Actor,
                    "report.add",
                    $"flag:{result.Flag}",
                    after: new
                    {
                        outcome = Outcome(result.Outcome),
                        platform,
                        account = report.AccountId,
                        files = stored.Select(file => file.Sha256),
                    }
                );
            }
        );
        var source = new ItemSource(await sources.ForReportsAsync(ct), report.AccountId, region);
        var taken = await intake.TakeReportAsync(source, item, testimony, ct);
        return new ReportResult(Outcome(taken.Outcome), taken.Flag, stored);
    }

    private static string Outcome(IntakeOutcome outcome) =>
        outcome switch
        {
            IntakeOutcome.Flagged => "flagged",
            IntakeOutcome.Known => "known",
            _ => "attached",
        };

    private void Require(Report report, Uri? url, string text)
    {
        if (url is null && report.Files.Count == 0)
        {
            throw RefusalException.Wrong(
                "Laporan memerlukan --url atau sekurang-kurangnya satu --file sebagai bukti.",
                "A report needs a --url or at least one --file as proof."
            );
        }

        if (text.Length == 0 && report.Files.Count == 0)
        {
            throw RefusalException.Wrong(
                "Laporan tanpa teks memerlukan sekurang-kurangnya satu --file.",
                "A report without text needs at least one --file."
            );
        }

        if (text.Length > intakeOptions.MaxTextCharacters)
        {
            throw RefusalException.Wrong(
                $"Teks laporan paling panjang {intakeOptions.MaxTextCharacters} karakter; ini {text.Length}.",
                $"The text of a report holds at most {intakeOptions.MaxTextCharacters} characters; this has {text.Length}."
            );
        }

        ReportLimits.Check([.. report.Files.Select(file => (file.Name, (long)file.Bytes.Length))], options);
    }

    private async Task<string?> RegionAsync(long? id, Officer officer, CancellationToken ct)
    {
        if (id is null)
        {
            return null;
        }

        var account = await database.ReadAsync(session => session.FirstOrDefaultAsync<ReportedAccount>(SelectAccount, new { id }), ct);
        // The same words for one of another region: who is registered there is not this officer's to know.
        return account is not null && officer.Sees(account.RegionCode)
            ? account.RegionCode
            : throw RefusalException.Wrong($"Akun {id} tidak terdaftar.", $"Account {id} is not registered.");
    }

    private DateTimeOffset? Moment(string? written, string? region)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var moment =
            WrittenDate.Read(written, rules.ZoneOf(region).GetUtcOffset(now))
            ?? throw RefusalException.Wrong(
                $"Waktu '{written}' tidak terbaca; tulislah seperti 2024-10-01 14:30 atau 2024-10-01T14:30:00+07:00.",
                $"The time '{written}' cannot be read; write it like 2024-10-01 14:30 or 2024-10-01T14:30:00+07:00."
            );
        // A clock of a camera or an officer may be a little fast; a day ahead is a slip of the pen.
        return moment <= now.AddDays(1)
            ? moment.ToUniversalTime()
            : throw RefusalException.Wrong($"Waktu '{written}' belum tiba.", $"The time '{written}' lies in the future.");
    }

    private static Uri? Address(string? written)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            return null;
        }

        return
            written.Length <= LongestUrl
            && Uri.TryCreate(written.Trim(), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Host.Length > 0
            ? url
            : throw RefusalException.Wrong(
                $"--url harus alamat http atau https yang lengkap, paling panjang {LongestUrl} karakter.",
                $"--url must be a whole http or https address of at most {LongestUrl} characters."
            );
    }

    private static string Word(string? platform)
    {
        var word = (platform ?? "").Trim().ToLowerInvariant();
        return word.Length is > 0 and <= 30 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? word
            : throw RefusalException.Wrong(
                "--platform harus satu kata, misalnya facebook, instagram, tiktok, atau whatsapp.",
                "--platform must be one word, for example facebook, instagram, tiktok or whatsapp."
            );
    }

    // What a terminal or a spreadsheet slips in is no part of what was posted.
    private static string Words(string? text) =>
        string.Concat((text ?? "").ReplaceLineEndings("\n").Where(letter => !char.IsControl(letter) || letter is '\n' or '\t')).Trim();

    private static string Name(string written)
    {
        var name = string.Concat(written.Split('/', '\\')[^1].Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        return name.Length switch
        {
            0 => "file",
            > LongestName => name[..LongestName],
            _ => name,
        };
    }

    private static string NativeId(Officer officer, Uri? url, string text, DateTimeOffset? seen) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{officer.Identity}\0{url?.AbsoluteUri}\0{text}\0{seen?.ToUnixTimeMilliseconds()}"))
        );

    private sealed class ReportedAccount
    {
        public long Id { get; init; }
        public string? RegionCode { get; init; }
    }
}
