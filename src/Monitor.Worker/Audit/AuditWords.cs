using Monitor.Worker.Language;

namespace Monitor.Worker.Audit;

/// <summary>What <c>audit verify</c> found, in words.</summary>
internal static class AuditWords
{
    /// <summary>The verdict as a sentence that names the row.</summary>
    public static Sentence Describe(this AuditVerdict verdict) =>
        verdict.Fault switch
        {
            null when verdict.Erased > 0 => new(
                $"Rantai audit utuh: {verdict.Rows} baris, rincian {verdict.Erased} di antaranya dihapus menurut hukum dan tercatat, kepala {verdict.Head.Hash}.",
                $"The audit chain holds: {verdict.Rows} rows, the details of {verdict.Erased} of them erased by law and on record, head {verdict.Head.Hash}."
            ),
            null => new(
                $"Rantai audit utuh: {verdict.Rows} baris, kepala {verdict.Head.Hash}.",
                $"The audit chain holds: {verdict.Rows} rows, head {verdict.Head.Hash}."
            ),
            AuditFault.Changed => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: isinya tidak cocok dengan hash-nya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: its content does not give its hash."
            ),
            AuditFault.Unchained => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: tidak menyebut hash baris sebelumnya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: it does not name the hash of the row before it."
            ),
            AuditFault.Missing => new(
                $"Rantai audit RUSAK: baris {verdict.BrokenAt} hilang.",
                $"The audit chain is BROKEN: row {verdict.BrokenAt} is missing."
            ),
            AuditFault.Withheld => new(
                $"Rantai audit RUSAK di baris {verdict.BrokenAt}: rinciannya dihapus dan tidak ada baris yang mencatat penghapusannya.",
                $"The audit chain is BROKEN at row {verdict.BrokenAt}: its details were erased and no row says so."
            ),
            AuditFault.Rewritten => new(
                $"Rantai audit DITULIS ULANG: baris {verdict.BrokenAt} bukan yang dahulu dicatat di {verdict.Contradicted?.From}.",
                $"The audit chain was REWRITTEN: row {verdict.BrokenAt} is not the one that {verdict.Contradicted?.From} noted."
            ),
            _ when verdict.Contradicted is { } witness => new(
                $"Rantai audit RUSAK: berakhir di baris {verdict.Rows}, padahal {witness.From} mencatat baris {witness.Sequence}. Dipotong, atau dipulihkan dari cadangan lama.",
                $"The audit chain is BROKEN: it ends at row {verdict.Rows}, and {witness.From} noted row {witness.Sequence}. It was cut off, or restored from an old backup."
            ),
            _ => new(
                $"Rantai audit RUSAK: mulai baris {verdict.BrokenAt} dipotong dari ujungnya, atau kepalanya diubah.",
                $"The audit chain is BROKEN: rows from {verdict.BrokenAt} on were cut off its end, or its head was changed."
            ),
        };
}
