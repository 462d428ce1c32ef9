using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>Who is too near to a flag to judge it: the person it is about, a colleague of the same institution, the officer who reported it.</summary>
internal static class Impartiality
{
    private const string SelectSubject = """
        SELECT asn.nip_index, COALESCE(asn.instansi, account.instansi) AS instansi, asn.unit,
            EXISTS (SELECT 1 FROM flag_reporter WHERE flag_reporter.flag_id = flag.id AND identity = @Identity) AS reported
        FROM flag LEFT JOIN asn ON asn.id = flag.asn_id LEFT JOIN account ON account.id = flag.account_id
        WHERE flag.id = @Id
        """;

    private const string SelectOwn = "SELECT instansi FROM asn WHERE nip_index = @NipIndex";

    /// <summary>Why this person may not judge this flag, whatever its state; null when nothing stands against it.</summary>
    /// <param name="session">The snapshot or transaction.</param>
    /// <param name="flag">Which.</param>
    /// <param name="reviewer">Who.</param>
    /// <param name="ownReportToo">Whether the own report stands against it.</param>
    public static async Task<Sentence?> AgainstAsync(Session session, long flag, Reviewer reviewer, bool ownReportToo = true)
    {
        var subject =
            await session.FirstOrDefaultAsync<Subject>(SelectSubject, new { reviewer.Identity, Id = flag })
            ?? throw new InvalidOperationException($"Flag {flag} is not there.");
        if (reviewer.NipIndex is not null && subject.NipIndex == reviewer.NipIndex)
        {
            return new Sentence(
                $"Flag {flag} menyangkut Anda sendiri; orang lain yang memutus.",
                $"Flag {flag} concerns yourself; somebody else decides it."
            );
        }

        // Where the person works as the registry has it counts beside what the user's entry says.
        var registered = await OwnInstansiAsync(session, reviewer);
        if (
            ((string?[])[reviewer.Instansi, registered]).Any(own =>
                InstansiName.Same(own, subject.Instansi) || InstansiName.Same(own, subject.Unit)
            )
        )
        {
            return new Sentence(
                $"Flag {flag} menyangkut instansi Anda sendiri; orang lain yang memutus.",
                $"Flag {flag} concerns your own instansi; somebody else decides it."
            );
        }

        return ownReportToo && subject.Reported
            ? new Sentence(
                $"Flag {flag} berasal dari laporan Anda sendiri; orang lain yang memutus.",
                $"Flag {flag} comes from your own report; somebody else decides it."
            )
            : null;
    }

    /// <summary>Where a reviewer works as the registry has it; null when the registry does not know.</summary>
    public static async Task<string?> OwnInstansiAsync(Session session, Reviewer reviewer) =>
        reviewer.NipIndex is null ? null : await session.ScalarAsync<string?>(SelectOwn, new { reviewer.NipIndex });

    private sealed class Subject
    {
        public string? NipIndex { get; init; }
        public string? Instansi { get; init; }
        public string? Unit { get; init; }
        public bool Reported { get; init; }
    }
}
