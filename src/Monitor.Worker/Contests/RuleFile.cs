using System.Globalization;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Language;

namespace Monitor.Worker.Contests;

/// <summary>Opens one JSON file of the rules folder. A file that cannot be read is a problem in the list, never an exception here.</summary>
internal static class RuleFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The file's root object; an empty one, and a problem, when the file is missing or is no JSON object.</summary>
    public static RuleEntry Open(string directory, string name, List<RuleProblem> problems)
    {
        try
        {
            // Decoded first: the parser takes any bytes for a string, and only who reads it learns that they are none.
            var text = StrictUtf8.GetString(File.ReadAllBytes(Path.Combine(directory, name)));
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new RuleEntry(name, "", document.RootElement.Clone(), problems);
            }

            problems.Add(
                new RuleProblem(
                    name,
                    "",
                    new Sentence("harus objek JSON", "must be a JSON object"),
                    document.RootElement.ValueKind.ToString()
                )
            );
        }
        catch (JsonException broken)
        {
            problems.Add(new RuleProblem(name, "", new Sentence("harus JSON yang sah", "must be valid JSON"), broken.Message));
        }
        catch (DecoderFallbackException broken)
        {
            problems.Add(new RuleProblem(name, "", new Sentence("harus UTF-8", "must be UTF-8"), broken.Message));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RuleProblem(name, "", new Sentence("harus dapat dibaca", "must be readable"), unreadable.Message));
        }

        return new RuleEntry(name, "", null, problems);
    }
}

/// <summary>Reads the properties of one JSON object, and notes everything that is not as it should be instead of stopping at the first.</summary>
/// <remarks>A reader that found a problem answers a harmless value; the list of problems is what decides whether the rules are used.</remarks>
internal sealed class RuleEntry(string file, string name, JsonElement? element, List<RuleProblem> problems)
{
    private readonly HashSet<string> asked = [];

    /// <summary>Where in the file this entry stands.</summary>
    public string Name => name;

    /// <summary>Notes a problem with a property of this entry.</summary>
    public void Wrong(string property, Sentence rule, string value = "") =>
        problems.Add(new RuleProblem(file, Place(property), rule, value));

    /// <summary>A non-empty text.</summary>
    public string Text(string property)
    {
        if (Get(property) is not { ValueKind: JsonValueKind.String } value || string.IsNullOrWhiteSpace(value.GetString()))
        {
            Wrong(property, new Sentence("harus teks yang tidak kosong", "must be a text that is not empty"), Raw(property));
            return "";
        }

        return value.GetString()!;
    }

    /// <summary>A list of non-empty texts; may be empty only when <paramref name="mayBeEmpty"/>.</summary>
    public IReadOnlyList<string> Texts(string property, bool mayBeEmpty = false)
    {
        var texts = new List<string>();
        if (Get(property) is not { ValueKind: JsonValueKind.Array } array)
        {
            Wrong(property, new Sentence("harus daftar teks", "must be a list of texts"), Raw(property));
            return texts;
        }

        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString()))
            {
                texts.Add(item.GetString()!);
            }
            else
            {
                Wrong(property, new Sentence("setiap butir harus teks", "each item must be a text"), item.GetRawText());
            }
        }

        if (texts.Count == 0 && !mayBeEmpty)
        {
            Wrong(property, new Sentence("tidak boleh kosong", "must not be empty"));
        }

        return texts;
    }

    /// <summary>A list of texts that may be left out.</summary>
    public IReadOnlyList<string> OptionalTexts(string property) => Get(property) is null ? [] : Texts(property);

    /// <summary>A list of web addresses.</summary>
    public IReadOnlyList<Uri> Sources(string property, bool mayBeEmpty = false)
    {
        var addresses = new List<Uri>();
        foreach (var text in Texts(property, mayBeEmpty))
        {
            if (
                Uri.TryCreate(text, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            )
            {
                addresses.Add(address);
            }
            else
            {
                Wrong(property, new Sentence("harus alamat web", "must be a web address"), text);
            }
        }

        return addresses;
    }

    /// <summary>A text in both languages.</summary>
    public Sentence Sentence(string property)
    {
        var both = Child(property);
        if (both is null)
        {
            Wrong(property, new Sentence("harus objek dengan id dan en", "must be an object with id and en"), Raw(property));
            return new Sentence("", "");
        }

        var sentence = new Sentence(both.Text("id"), both.Text("en"));
        both.Close();
        return sentence;
    }

    /// <summary>A text in both languages that may be left out.</summary>
    public Sentence? OptionalSentence(string property) => Get(property) is null ? null : Sentence(property);

    /// <summary>A date written <c>yyyy-MM-dd</c>.</summary>
    public DateOnly Date(string property)
    {
        if (
            Get(property) is { ValueKind: JsonValueKind.String } value
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        )
        {
            return date;
        }

        Wrong(property, new Sentence("harus tanggal yyyy-MM-dd", "must be a date yyyy-MM-dd"), Raw(property));
        return default;
    }

    /// <summary>A date that may be left out.</summary>
    public DateOnly? OptionalDate(string property) => Get(property) is null ? null : Date(property);

    /// <summary>A whole number within a range.</summary>
    public int Whole(string property, int least, int most)
    {
        if (
            Get(property) is { ValueKind: JsonValueKind.Number } value
            && value.TryGetInt32(out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        Wrong(
            property,
            new Sentence($"harus bilangan bulat {least} sampai {most}", $"must be a whole number from {least} to {most}"),
            Raw(property)
        );
        return least;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string property)
    {
        if (Get(property) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value)
        {
            return value.GetBoolean();
        }

        Wrong(property, new Sentence("harus true atau false", "must be true or false"), Raw(property));
        return false;
    }

    /// <summary>True or false; false when it is left out.</summary>
    public bool OptionalFlag(string property) => Get(property) is not null && Flag(property);

    /// <summary>One of the known words, as what it stands for.</summary>
    public T OneOf<T>(string property, IReadOnlyDictionary<string, T> words)
        where T : struct => Known(property, Text(property), words);

    /// <summary>A list of known words.</summary>
    public IReadOnlyList<T> AllOf<T>(string property, IReadOnlyDictionary<string, T> words, bool mayBeEmpty = false)
        where T : struct => [.. Texts(property, mayBeEmpty).Select(text => Known(property, text, words))];

    /// <summary>The objects of a list, each named by one of its own texts.</summary>
    public IReadOnlyList<RuleEntry> Entries(string property, string named)
    {
        if (Get(property) is not { ValueKind: JsonValueKind.Array } array)
        {
            Wrong(property, new Sentence("harus daftar objek", "must be a list of objects"), Raw(property));
            return [];
        }

        var entries = new List<RuleEntry>();
        foreach (var (position, item) in array.EnumerateArray().Index())
        {
            var place = $"{Place(property)}[{position}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new RuleProblem(file, place, new Sentence("harus objek", "must be an object"), item.GetRawText()));
                continue;
            }

            var own =
                item.TryGetProperty(named, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    ? value.ToString()
                    : place;
            entries.Add(new RuleEntry(file, name.Length == 0 ? own : $"{name}.{own}", item, problems));
        }

        return entries;
    }

    /// <summary>An object within this one; null when there is none.</summary>
    public RuleEntry? Child(string property) =>
        Get(property) is { ValueKind: JsonValueKind.Object } value ? new RuleEntry(file, Place(property), value, problems) : null;

    /// <summary>Notes every property that nobody asked for: a misspelt name would otherwise be a rule that silently does not hold.</summary>
    public void Close()
    {
        if (element is not { ValueKind: JsonValueKind.Object } whole)
        {
            return;
        }

        foreach (var property in whole.EnumerateObject().Where(property => !asked.Contains(property.Name)))
        {
            Wrong(property.Name, new Sentence("tidak dikenal", "is not known"));
        }
    }

    private T Known<T>(string property, string text, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (words.TryGetValue(text, out var known))
        {
            return known;
        }

        // An empty text has been noted by Text already.
        if (text.Length > 0)
        {
            var list = string.Join(", ", words.Keys);
            Wrong(property, new Sentence($"harus salah satu dari {list}", $"must be one of {list}"), text);
        }

        return default;
    }

    private JsonElement? Get(string property)
    {
        asked.Add(property);
        return element is { } whole && whole.TryGetProperty(property, out var value) ? value : null;
    }

    private string Raw(string property) => Get(property)?.GetRawText() ?? "";

    private string Place(string property) =>
        (name.Length, property.Length) switch
        {
            (0, _) => property,
            (_, 0) => name,
            _ => $"{name}.{property}",
        };
}
