using Monitor.Worker.Language;

namespace Monitor.Worker.Doctor;

/// <summary>How one thing is.</summary>
internal enum Condition
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and somebody should know.</summary>
    Attention,

    /// <summary>Does not work, or puts data at risk.</summary>
    Bad,

    /// <summary>Could not be looked at from here.</summary>
    Skipped,
}

/// <summary>What was found of one thing.</summary>
/// <param name="Check">Its name, for machines: <c>clock</c>, <c>disk</c>.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Said">What was seen.</param>
/// <param name="Fix">What to do; null only when nothing is to be done.</param>
internal sealed record Diagnosis(string Check, Condition Condition, Sentence Said, Sentence? Fix = null)
{
    public static Diagnosis Good(string check, string id, string en) => new(check, Condition.Good, new Sentence(id, en));

    public static Diagnosis Attention(string check, Sentence said, Sentence fix) => new(check, Condition.Attention, said, fix);

    public static Diagnosis Bad(string check, Sentence said, Sentence fix) => new(check, Condition.Bad, said, fix);

    public static Diagnosis Skipped(string check, Sentence said, Sentence fix) => new(check, Condition.Skipped, said, fix);

    /// <summary>For what the caller's OS user may not read: the way to the answer is to ask as the daemon's user.</summary>
    public static Diagnosis NotReadable(string check, string what, string cause) =>
        Skipped(
            check,
            new Sentence($"{what} tidak terbaca oleh pengguna ini: {cause}", $"{what} cannot be read by this user: {cause}"),
            new Sentence(
                "Jalankan sebagai pengguna daemon: sudo -u monitor monitor doctor.",
                "Run it as the daemon's user: sudo -u monitor monitor doctor."
            )
        );
}
