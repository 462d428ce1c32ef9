using System.Globalization;
using System.Text;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Review;

/// <summary>What a list of flags is narrowed by; a field that is null narrows nothing.</summary>
internal sealed record FlagQuery
{
    /// <summary>States; empty means all that still need a person.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Regions that the reader may see; empty means all.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>One region; a province takes its regencies in.</summary>
    public string? Region { get; init; }

    /// <summary>A part of the person's institution.</summary>
    public string? Instansi { get; init; }
    public long? Source { get; init; }
    public string? Label { get; init; }

    /// <summary>A form that was suggested or, of a finding, decided.</summary>
    public string? Form { get; init; }

    /// <summary>Found at or before this moment.</summary>
    public DateTimeOffset? FoundUntil { get; init; }

    /// <summary>Found at or after this moment.</summary>
    public DateTimeOffset? FoundSince { get; init; }

    /// <summary>Words of the text; in quotation marks they stand side by side, a star at the end takes what follows.</summary>
    public string? Text { get; init; }

    /// <summary>Where the page before ended; see <see cref="FlagPage.Next"/>.</summary>
    public string? After { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of flags in the order of work.</summary>
/// <param name="Items">The flags.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
internal sealed record FlagPage(IReadOnlyList<FlagRow> Items, string? Next);

/// <summary>Lists flags in the order of work: by turn (<see cref="Turns"/>), those that fall due first, then by score. A page never shifts while others work.</summary>
internal static class FlagSearch
{
    /// <summary>
    /// Flags that still need a person, in the order of work. The index is named because the planner, which knows nothing of how the rows are spread,
    /// else takes one on a single column and sorts the whole queue for each page.
    /// </summary>
    internal static string InOrderOfWork(Session session) => session.In("flag INDEXED BY flag_open", "flag");

    private static string AllInOrderOfWork(Session session) => session.In("flag INDEXED BY flag_all", "flag");

    // Up to here it is quicker to take what the words find and order it; beyond, to walk in order and look whether the words are there.
    private const int FewHits = 2000;

    /// <summary>One page.</summary>
    /// <exception cref="RefusalException">The cursor or the words cannot be read.</exception>
    public static async Task<FlagPage> PageAsync(Session session, FlagQuery query)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        var conditions = new List<string>();
        var states = query.States.Count > 0 ? query.States : FlagState.Open;
        var open = states.All(FlagState.Open.Contains);
        conditions.Add(open ? "flag.closed_at IS NULL" : "1 = 1");
        conditions.Add("flag.state IN @States");
        arguments["States"] = states;
        if (FlagStore.Within(query.Within, arguments) is { Length: > 0 } within)
        {
            conditions.Add(within["AND ".Length..]);
        }

        Narrow(query, conditions, arguments);
        var words = query.Text is { Length: > 0 } text ? Condition(session, Words(text), arguments) : null;
        var from = open ? InOrderOfWork(session) : AllInOrderOfWork(session);
        if (query.After is { Length: > 0 } after)
        {
            var (turn, due, score, id) = Read(after);
            arguments["Turn"] = turn;
            arguments["Due"] = due;
            arguments["Score"] = score;
            arguments["Id"] = id;
            conditions.Add(
                """
                flag.turn >= @Turn AND (flag.turn > @Turn OR (flag.due_at >= @Due
                    AND (flag.due_at > @Due OR flag.score < @Score OR (flag.score = @Score AND flag.id > @Id))))
                """
            );
        }

        arguments["Limit"] = query.Limit + 1;
        var ids = words is null
            ? await IdsAsync(session, from, conditions, arguments)
            : await FoundAsync(session, words, from, conditions, arguments);
        var more = ids.Count > query.Limit;
        var rows = await FlagStore.ManyAsync(session, more ? ids[..query.Limit] : ids);
        return new FlagPage(rows, more ? Cursor(rows[^1]) : null);
    }

    // Numbers first: what a list is narrowed by stands in the index, and texts are read for one page only.
    private static Task<List<long>> IdsAsync(
        Session session,
        string from,
        IReadOnlyList<string> conditions,
        IReadOnlyDictionary<string, object?> arguments
    ) =>
        session.ListAsync<long>(
            $"""
            SELECT flag.id FROM {from} WHERE {string.Join(" AND ", conditions)}
            ORDER BY flag.turn, flag.due_at, flag.score DESC, flag.id LIMIT @Limit
            """,
            arguments
        );

    private static async Task<List<long>> FoundAsync(
        Session session,
        string words,
        string from,
        List<string> conditions,
        Dictionary<string, object?> arguments
    )
    {
        if (await FewAsync(session, words, arguments))
        {
            return await IdsAsync(session, "flag_text JOIN flag ON flag.id = flag_text.rowid", [.. conditions, words], arguments);
        }

        // A word that stands everywhere fills a page from the head of the queue. Listing all that hold it is for when it does not.
        arguments["Head"] = FewHits;
        var head = await session.ListAsync<long>(
            $"""
            SELECT head.id FROM (
                SELECT flag.id, flag.turn, flag.due_at, flag.score FROM {from} WHERE {string.Join(" AND ", conditions)}
                ORDER BY flag.turn, flag.due_at, flag.score DESC, flag.id LIMIT @Head
            ) AS head
            WHERE EXISTS (SELECT 1 FROM flag_text WHERE {words} AND flag_text.rowid = head.id)
            ORDER BY head.turn, head.due_at, head.score DESC, head.id LIMIT @Limit
            """,
            arguments
        );
        return Equals(arguments["Limit"], head.Count)
            ? head
            : await IdsAsync(session, from, [.. conditions, $"flag.id IN (SELECT rowid FROM flag_text WHERE {words})"], arguments);
    }

    /// <summary>A word, or words that stand side by side.</summary>
    /// <param name="Text">As it was asked for.</param>
    /// <param name="Open">Whether the last word may go on.</param>
    internal sealed record Term(string Text, bool Open);

    /// <summary>Takes a search apart: what stands in quotation marks stays together, a star at the end of a word leaves it open.</summary>
    /// <exception cref="RefusalException">There is no word in it.</exception>
    internal static IReadOnlyList<Term> Words(string text)
    {
        var terms = new List<Term>();
        for (var at = 0; at < text.Length; )
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var quoted = text[at] == '"';
            var end = quoted ? text.IndexOf('"', at + 1) : text.IndexOf(' ', at);
            end = end < 0 ? text.Length : end;
            var term = text[(quoted ? at + 1 : at)..end];
            if (term.Any(char.IsLetterOrDigit))
            {
                terms.Add(new Term(term.TrimEnd('*'), Open: !quoted && term.EndsWith('*')));
            }

            at = end + 1;
        }

        return terms.Count > 0 ? terms : throw RefusalException.Wrong($"Tidak ada kata dalam '{text}'.", $"There is no word in '{text}'.");
    }

    // What the index of words is asked. No sign of the search engine's language in the words is read as one: SQLite takes them in quotation
    // marks, PostgreSQL gets letters and digits alone.
    private static string Condition(Session session, IReadOnlyList<Term> terms, Dictionary<string, object?> arguments)
    {
        arguments["Words"] = string.Join(
            ' ',
            terms.Select(term => $"\"{term.Text.Replace("\"", " ", StringComparison.Ordinal)}\"{(term.Open ? "*" : "")}")
        );
        for (var i = 0; i < terms.Count; i++)
        {
            arguments[$"Term{i}"] = terms[i].Text;
        }

        var asked = terms.Select(
            (term, i) => $"to_tsquery('simple', replace(searchable(@Term{i}), ' ', ' <-> ') || '{(term.Open ? ":*" : "")}')"
        );
        return session.In("flag_text MATCH @Words", $"(flag_text.title || flag_text.text) @@ ({string.Join(" && ", asked)})");
    }

    private static void Narrow(FlagQuery query, List<string> conditions, Dictionary<string, object?> arguments)
    {
        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            arguments[name] = value;
        }

        if (query.Region is { Length: > 0 } region)
        {
            Add("(flag.region_code = @Region OR flag.region_code LIKE @Region || '.%')", "Region", region);
        }

        if (query.Instansi is { Length: > 0 } instansi)
        {
            Add("flag.asn_id IN (SELECT id FROM asn WHERE LOWER(instansi) LIKE @Instansi ESCAPE '\\')", "Instansi", Like(instansi));
        }

        if (query.Source is { } source)
        {
            Add("flag.source_id = @Source", "Source", source);
        }

        if (query.Label is { Length: > 0 } label)
        {
            Add("flag.label = @Label", "Label", label);
        }

        if (query.Form is { Length: > 0 } form)
        {
            // A verdict that is still open must not be found by its form.
            Add(
                """
                (',' || flag.suggested_forms || ',' LIKE '%,' || @Form || ',%'
                    OR (flag.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM decision WHERE decision.flag_id = flag.id AND form = @Form)))
                """,
                "Form",
                form
            );
        }

        if (query.FoundUntil is { } until)
        {
            Add("flag.found_at <= @FoundUntil", "FoundUntil", until);
        }

        if (query.FoundSince is { } since)
        {
            Add("flag.found_at >= @FoundSince", "FoundSince", since);
        }
    }

    private static async Task<bool> FewAsync(Session session, string words, Dictionary<string, object?> arguments)
    {
        arguments["Most"] = FewHits + 1;
        return await session.ScalarAsync<long>(
                $"SELECT COUNT(*) FROM (SELECT 1 FROM flag_text WHERE {words} LIMIT @Most) AS hits",
                arguments
            ) <= FewHits;
    }

    private static string Cursor(FlagRow last) =>
        Convert.ToBase64String(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{last.Turn} {last.DueAt.ToUnixTimeMilliseconds()} {last.Score:R} {last.Id}")
            )
        );

    private static (long Turn, long Due, double Score, long Id) Read(string cursor)
    {
        var bytes = new byte[cursor.Length];
        return
            Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split(' ') is [var turn, var due, var score, var id]
            && long.TryParse(turn, NumberStyles.None, CultureInfo.InvariantCulture, out var turnNumber)
            && long.TryParse(due, NumberStyles.Integer, CultureInfo.InvariantCulture, out var dueAt)
            && double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (turnNumber, dueAt, value, number)
            : throw RefusalException.Wrong($"Penanda halaman '{cursor}' tidak terbaca.", $"The page mark '{cursor}' cannot be read.");
    }

    private static string Like(string text) =>
        $"%{text.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
