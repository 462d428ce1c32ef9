using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Monitor.Worker.Api;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A verdict as far as it has been typed.</summary>
internal sealed record Draft
{
    /// <summary>Of which flag.</summary>
    public required long Flag { get; init; }

    /// <summary>confirm or dismiss.</summary>
    public required string Verdict { get; init; }

    /// <summary>What was answered so far, by the name of the question.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The answer to a question.</summary>
    public string? this[string question] => Answers.GetValueOrDefault(question);

    /// <summary>The same with one answer more.</summary>
    public Draft With(string question, string answer) =>
        this with
        {
            Answers = new Dictionary<string, string>(Answers, StringComparer.Ordinal) { [question] = answer },
        };

    /// <summary>As it is sent.</summary>
    public DecideRequest Request()
    {
        var confirm = Verdict == Review.Verdict.Confirm;
        return new DecideRequest(
            Verdict,
            confirm ? this[Question.Form] : null,
            confirm ? null : this[Question.Ground],
            this[Question.Reason] ?? "",
            confirm
                ? new ParticularsRequest(
                    this[Question.Phase],
                    this[Question.EventAt],
                    this[Question.EventKnown],
                    this[Question.Ownership],
                    this[Question.Note],
                    this[Question.Basis],
                    PossibleCrime: this[Question.Crime] == Question.Yes
                )
                : null,
            Members: Members
        );
    }

    /// <summary>Others of the group that it covers too.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Members =>
        this[Question.Group] is { } named && named != Question.No
            ? [.. named.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))]
            : [];
}

/// <summary>Names of what a verdict is asked for.</summary>
internal static class Question
{
    public const string Form = "form";
    public const string Ground = "ground";
    public const string Phase = "phase";
    public const string EventAt = "event_at";
    public const string EventKnown = "event_known";
    public const string Ownership = "ownership";
    public const string Note = "ownership_note";
    public const string Basis = "basis";
    public const string Crime = "possible_crime";
    public const string Reason = "reason";
    public const string Group = "group";
    public const string Yes = "yes";
    public const string No = "no";
}

/// <summary>
/// Keeps what is being typed in a file of the person's own, readable by nobody else, until it is sent: a connection that breaks takes the
/// program with it, and the words shall not go with them.
/// </summary>
internal sealed class Drafts
{
    private readonly string? _file;

    /// <summary>Names the file.</summary>
    /// <param name="folder">The person's folder for such; null keeps nothing.</param>
    /// <param name="desk">Which daemon and as whom: two desks never mix their drafts.</param>
    public Drafts(string? folder, string desk) =>
        _file = folder is null
            ? null
            : Path.Combine(folder, $"review-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(desk)))[..16]}.json");

    /// <summary>What was typed and not sent; null when there is nothing, or nothing that can be read.</summary>
    public Draft? Find()
    {
        if (_file is null || !File.Exists(_file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Draft>(File.ReadAllText(_file), Invocation.JsonFormat);
        }
        catch (JsonException)
        {
            // Half a file of an older program: there is nothing in it to go on with.
            return null;
        }
    }

    /// <summary>Keeps it; never half of it.</summary>
    public void Keep(Draft draft)
    {
        if (_file is null)
        {
            return;
        }

        var folder = Path.GetDirectoryName(_file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var aside = _file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(aside, options))
        {
            JsonSerializer.Serialize(file, draft, Invocation.JsonFormat);
        }

        File.Move(aside, _file, overwrite: true);
    }

    /// <summary>Forgets it: it was sent, or thrown away.</summary>
    public void Forget()
    {
        // Where nothing was ever typed not even the folder is there.
        if (_file is not null && File.Exists(_file))
        {
            File.Delete(_file);
        }
    }

    /// <summary>Where a person's programs keep such things.</summary>
    public static string? FolderOfPerson()
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return !string.IsNullOrEmpty(state) ? Path.Combine(state, "monitor")
            : home.Length > 0 ? Path.Combine(home, ".local", "state", "monitor")
            : null;
    }
}
