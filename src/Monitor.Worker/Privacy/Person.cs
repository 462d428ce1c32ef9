using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Privacy;

/// <summary>The person whom a privacy verb is about, with what is needed to find every trace.</summary>
/// <param name="Id">In the registry.</param>
/// <param name="Nip">The number; whole only inside.</param>
/// <param name="NipIndex">Its keyed fingerprint.</param>
/// <param name="Name">Without titles.</param>
/// <param name="NameKey">As namesakes share it.</param>
/// <param name="Subjects">How the audit record and the view log name what belongs to the person: <c>asn:1</c>, <c>flag:7</c>…</param>
internal sealed record Person(long Id, Nip Nip, string NipIndex, string Name, string NameKey, IReadOnlyList<string> Subjects)
{
    /// <summary>What a search for traces looks for. A name of one word is a word of the language as well and names nobody.</summary>
    public IReadOnlyList<string> Traces => Name.Contains(' ', StringComparison.Ordinal) ? [Name, Nip.Reveal()] : [Nip.Reveal()];

    /// <summary>The traces as they may stand inside JSON, where an apostrophe is written otherwise.</summary>
    public IReadOnlyList<string> WrittenTraces =>
        [
            .. Traces
                .SelectMany(trace =>
                    new[] { trace, JsonSerializer.Serialize(trace)[1..^1], JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(trace) }
                )
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether a text names the person.</summary>
    public bool IsNamedIn(string? text) =>
        text is not null && WrittenTraces.Any(trace => text.Contains(trace, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text without the person.</summary>
    public string Mask(string text) =>
        WrittenTraces.Aggregate(
            text,
            (masked, trace) =>
                Regex.Replace(
                    masked,
                    Regex.Escape(trace),
                    "[dihapus]",
                    RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
                )
        );

    /// <summary>The rows' parameters for <see cref="HeldTable.Whose"/>.</summary>
    public Dictionary<string, object?> Arguments(DateTimeOffset now, string why = "") =>
        new(StringComparer.Ordinal)
        {
            ["Asn"] = Id,
            ["NipIndex"] = NipIndex,
            ["Subjects"] = Subjects,
            ["Now"] = now,
            ["Why"] = why,
        };

    /// <summary>Whose row this is, from what the row tells; null when that person is not registered or was erased.</summary>
    public static async Task<Person?> FindAsync(Session session, NipVault vault, long id)
    {
        var row = await session.FirstOrDefaultAsync<AsnRecord>(
            "SELECT id, name, name_key, nip_protected, nip_index FROM asn WHERE id = @id AND erased_at IS NULL",
            new { id }
        );
        if (row is null)
        {
            return null;
        }

        var bare = new Person(row.Id, vault.Unprotect(row.NipProtected), row.NipIndex, row.Name, row.NameKey, []);
        var subjects = new List<string>();
        var arguments = bare.Arguments(default);
        foreach (var table in HeldData.Personal.Where(table => table.Subject is not null))
        {
            subjects.AddRange(
                (await session.ListAsync<long>($"SELECT id FROM {table.Name} WHERE {table.Whose}", arguments)).Select(number =>
                    $"{table.Subject}:{number}"
                )
            );
        }

        return bare with
        {
            Subjects = subjects,
        };
    }

    /// <inheritdoc />
    public override string ToString() => $"asn:{Id}";

    // A record prints every property; this one must not.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"asn:{Id}");
        return true;
    }
}
