using Monitor.Worker.Language;

namespace Monitor.Worker.Privacy;

/// <summary>What an erasure does to a column.</summary>
internal enum Afterwards
{
    /// <summary>Stays: it says nothing about the person, or only to whom the number of a blank row belongs.</summary>
    Kept,

    /// <summary>Becomes a fixed value that says nothing.</summary>
    Replaced,

    /// <summary>Becomes SHA-256 of itself, so that the thing is known again and not read.</summary>
    Digested,
}

/// <summary>One column of a table that holds data about persons.</summary>
/// <param name="Name">The column.</param>
/// <param name="After">What an erasure does to it.</param>
/// <param name="Value">The SQL value it gets when it is replaced.</param>
/// <param name="Shown">Whether a report shows it. What is not shown is a key or a cipher, of no meaning to anybody.</param>
/// <param name="Officer">It names somebody who works here: left out of the copy that the person receives (Pasal 33 b).</param>
/// <param name="Words">Free text, in which other persons may be named as well.</param>
internal sealed record HeldColumn(
    string Name,
    Afterwards After,
    string Value = "NULL",
    bool Shown = true,
    bool Officer = false,
    bool Words = false
);

/// <summary>Why a table may hold what it holds.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Basis">The legal basis.</param>
internal sealed record LawfulGround(Sentence Purpose, string Basis);

/// <summary>One table of the schema, as the law on personal data asks about it.</summary>
/// <param name="Name">The table.</param>
/// <param name="What">The kind of data.</param>
/// <param name="Ground">Purpose and basis; null where no registered person's data is held.</param>
/// <param name="Keeping">How long.</param>
/// <param name="Whose">The rows of one person, as an SQL condition over <c>@Asn</c> and <c>@NipIndex</c>; null: it holds nobody's.</param>
/// <param name="Columns">Every column, when it holds somebody's data.</param>
/// <param name="Subject">How the audit record and the view log name a row: <c>flag</c> for <c>flag:12</c>; null when they never do.</param>
/// <param name="Deleted">An erasure deletes the rows.</param>
/// <param name="Key">What tells its rows apart, as an SQL expression.</param>
internal sealed record HeldTable(
    string Name,
    Sentence What,
    LawfulGround? Ground,
    Sentence Keeping,
    string? Whose,
    IReadOnlyList<HeldColumn> Columns,
    string? Subject = null,
    bool Deleted = false,
    string Key = "id"
)
{
    /// <summary>Whether an erasure has anything to change here.</summary>
    public bool IsBlanked => !Deleted && Columns.Any(column => column.After != Afterwards.Kept);
}

/// <summary>Short ways to write columns down.</summary>
internal static class Held
{
    /// <summary>Columns that stay.</summary>
    public static IEnumerable<HeldColumn> Kept(string names) => Each(names, name => new HeldColumn(name, Afterwards.Kept));

    /// <summary>Columns that name somebody who works here; they stay.</summary>
    public static IEnumerable<HeldColumn> Officer(string names) =>
        Each(names, name => new HeldColumn(name, Afterwards.Kept, Officer: true));

    /// <summary>Columns that become empty text.</summary>
    public static IEnumerable<HeldColumn> Emptied(string names) => Each(names, name => new HeldColumn(name, Afterwards.Replaced, "''"));

    /// <summary>Columns of free text that become empty.</summary>
    public static IEnumerable<HeldColumn> Words(string names, string value = "''") =>
        Each(names, name => new HeldColumn(name, Afterwards.Replaced, value, Words: true));

    /// <summary>Columns that become NULL.</summary>
    public static IEnumerable<HeldColumn> Cleared(string names) => Each(names, name => new HeldColumn(name, Afterwards.Replaced));

    /// <summary>A column that becomes a value.</summary>
    public static IEnumerable<HeldColumn> Becomes(string name, string value) => [new HeldColumn(name, Afterwards.Replaced, value)];

    /// <summary>A column that is a key or a cipher and becomes a value.</summary>
    public static IEnumerable<HeldColumn> Sealed(string name, string value) =>
        [new HeldColumn(name, Afterwards.Replaced, value, Shown: false)];

    private static IEnumerable<HeldColumn> Each(string names, Func<string, HeldColumn> make) =>
        names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(make);
}
