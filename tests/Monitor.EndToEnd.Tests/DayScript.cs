using Monitor.Classifier;
using Monitor.Worker.Demo;
using Monitor.Worker.Review;

namespace Monitor.EndToEnd.Tests;

/// <summary>
/// What the three say on the day: of each sample what a careful reader would, and where it is written down here something else. Numbers of flags and the
/// order of the queue are the program's affair.
/// </summary>
internal sealed class DayScript
{
    private static readonly Said Online = new("D-2", null) { Group = true };
    private static readonly Said Declared = new("D-4", null) { Group = true };
    private static readonly Said Everyday = new(null, "makna_sehari_hari");
    private static readonly Said Criticism = new(null, "kritik_kebijakan") { Group = true };
    private static readonly Said Withdrawn = new(null, "ditarik") { Group = true };

    // Where somebody says something else than that it is online support: sample, who, what.
    private static readonly Dictionary<(string Sample, string User), Said> Otherwise = new()
    {
        // Both name a violation, and not the same form.
        [("sp03", DemoSettings.SecondAnalyst)] = Declared,
        [("sp03", DemoSettings.Lead)] = Declared,
        // One sees a violation, the other does not; the ketua sides with either.
        [("zp04", DemoSettings.SecondAnalyst)] = Criticism,
        [("zp04", DemoSettings.Lead)] = Criticism,
        [("fm06", DemoSettings.FirstAnalyst)] = Criticism,
        // The same about a story and its twin, by one verdict each.
        [("w20", DemoSettings.SecondAnalyst)] = Criticism,
        [("s10", DemoSettings.SecondAnalyst)] = Criticism,
        // One post made twice: both readers dismiss it, the twin with it.
        [("ys02", DemoSettings.FirstAnalyst)] = Withdrawn,
        [("ys02", DemoSettings.SecondAnalyst)] = Withdrawn,
        [("ys06", DemoSettings.FirstAnalyst)] = Withdrawn,
        [("ys06", DemoSettings.SecondAnalyst)] = Withdrawn,
        // A story and its twin, each read by itself.
        [("w21", DemoSettings.FirstAnalyst)] = Online with
        {
            Group = false,
        },
        [("w21", DemoSettings.SecondAnalyst)] = Online with { Group = false },
        [("s11", DemoSettings.FirstAnalyst)] = Online with { Group = false },
        [("s11", DemoSettings.SecondAnalyst)] = Online with { Group = false },
    };

    private readonly Dictionary<string, Label> _expected = [];
    private readonly Dictionary<string, string> _paths = [];
    private readonly HashSet<(string User, string Sample)> _given = [];

    public DayScript()
    {
        var world = SampleWorld.Read();
        foreach (var account in world.Accounts)
        {
            foreach (var post in account.Posts)
            {
                _expected.Add(post.Id, post.Label);
                _paths.Add($"/@{account.Handle}/{post.Id}", post.Id);
            }
        }

        foreach (var story in world.News)
        {
            _expected.Add(story.Id, story.Label);
            _paths.Add($"/{story.Outlet}/{story.Path}", story.Id);
        }
    }

    /// <summary>How many verdicts the first analyst gives before the second sits down.</summary>
    public static int Forenoon => 18;

    /// <summary>Pledges and instructions, dismissed together by a command.</summary>
    public static IReadOnlyList<string> Bulk { get; } = ["bd05", "ab02", "yz02", "lb04", "w07"];

    /// <summary>One that the ketua sends back to be read anew.</summary>
    public static string Returned => "sp04";

    /// <summary>Groups of which one verdict covers the other: the story's and its twin's.</summary>
    public static IReadOnlyList<(string One, string Other)> Covered { get; } =
    [("w19", "s09"), ("w20", "s10"), ("w22", "s12"), ("ys02", "ys06")];

    /// <summary>Which sample stands at an address.</summary>
    public string SampleAt(Uri url) => _paths[url.AbsolutePath];

    /// <summary>What this person says of a sample; after it was sent back, both say the same.</summary>
    public Said Of(string user, string sample) =>
        sample == Returned && user == DemoSettings.SecondAnalyst && !_given.Contains((user, sample)) ? Everyday
        : Otherwise.TryGetValue((sample, user), out var said) ? said
        : _expected[sample].IsPositive() ? Online
        : Everyday;

    /// <summary>Writes down that it was said.</summary>
    public void Give(string user, string sample) => _given.Add((user, sample));

    /// <summary>How often this person has given a verdict at the desk.</summary>
    public int Given(string user) => _given.Count(given => given.User == user);

    /// <summary>Where a sample's flag must be in the evening.</summary>
    public string StateOf(string sample)
    {
        if (Bulk.Contains(sample))
        {
            return FlagState.Dismissed;
        }

        var one = Of(DemoSettings.FirstAnalyst, sample);
        var other = sample == Returned ? one : Of(DemoSettings.SecondAnalyst, sample);
        var last = one.Form == other.Form ? one : Of(DemoSettings.Lead, sample);
        return last.Confirms ? FlagState.Confirmed : FlagState.Dismissed;
    }

    /// <summary>Whether the two say different things of it, in the first round.</summary>
    public bool IsDisputed(string sample) =>
        !Bulk.Contains(sample)
        && (sample == Returned || Of(DemoSettings.FirstAnalyst, sample).Form != Of(DemoSettings.SecondAnalyst, sample).Form);
}
