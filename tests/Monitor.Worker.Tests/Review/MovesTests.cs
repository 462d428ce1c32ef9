using System.Text.RegularExpressions;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Tests.Review;

public sealed partial class MovesTests
{
    [Fact]
    public void DrawingInTheDocumentationShowsEveryMoveWithItsMoversAndNoOther()
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "docs", "review.md"));
        var drawn = Arrow().Matches(page).Select(arrow => arrow.Value.Trim()).Order(StringComparer.Ordinal);
        var known = Moves
            .All.Select(move => $"{move.From} --> {move.To}: {move.Act} ({(move.By == Mover.Lead ? "ketua" : "analis, ketua")})")
            .Order(StringComparer.Ordinal);
        Assert.Equal(known, drawn);
    }

    [Fact]
    public void EveryStateIsReachedAndNoneIsADeadEnd()
    {
        string[] states = [.. FlagState.Open, .. FlagState.Closed];
        Assert.Equal(states.Order(), Moves.All.Select(move => move.From).Distinct().Order());
        Assert.Equal(states.Order(), Moves.All.Select(move => move.To).Distinct().Order());
    }

    [Fact]
    public void NoFindingIsMadeByOnePersonAndNoneIsUndoneByOne()
    {
        Assert.All(
            Moves.All.Where(move => move.To == FlagState.Confirmed),
            move => Assert.True(move.From is FlagState.Proposed or FlagState.Disputed)
        );
        Assert.DoesNotContain(
            Moves.All,
            move => move.From is FlagState.Returned or FlagState.Reopened && FlagState.Closed.Contains(move.To)
        );
    }

    [Fact]
    public void WayThatIsNotInTheTableIsNotTaken() =>
        Assert.Throws<InvalidOperationException>(() => Moves.Take(FlagState.Flagged, Verdict.Confirm, FlagState.Confirmed));

    [Theory]
    [InlineData(FlagState.Disputed, Verdict.Confirm, false, "the ketua decides")]
    [InlineData(FlagState.Disputed, Verdict.Confirm, true, null)]
    [InlineData(FlagState.Confirmed, FlagAct.Reopen, false, "Only a ketua")]
    [InlineData(FlagState.Confirmed, Verdict.Dismiss, true, "closed already")]
    [InlineData(FlagState.NeedsInformation, Verdict.Confirm, true, "waits for information")]
    [InlineData(FlagState.Flagged, FlagAct.Return, true, "has no place")]
    public void WhoMayNotIsToldWhy(string state, string act, bool lead, string? because)
    {
        var against = Moves.Against(7, state, act, lead);
        if (because is null)
        {
            Assert.Null(against);
        }
        else
        {
            Assert.Contains(because, Assert.IsType<Sentence>(against).En, StringComparison.Ordinal);
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not stand inside the repository.");
    }

    [GeneratedRegex(@"^    [a-z-]+ --> [a-z-]+: .+$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Arrow();
}
