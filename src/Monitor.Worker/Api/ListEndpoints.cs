using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Language;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>The queue as lists: pages, filters, views that a person saved, and many dismissals at once.</summary>
internal static class ListEndpoints
{
    private const int MostLines = 1000;
    private const int MostAtOnce = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.QueueList,
            async (
                [Microsoft.AspNetCore.Http.AsParameters] QueueFilter filter,
                Caller caller,
                FlagPresenter present,
                Queue queue,
                TimeProvider time,
                CancellationToken ct
            ) => await present.PageAsync(Query(filter, caller, time.GetUtcNow()), queue, ct)
        );
        routes.Map(
            EndpointTable.ViewList,
            async (Caller caller, SavedViews views, CancellationToken ct) => await views.ListAsync(caller.Identity, ct)
        );
        routes.Map(
            EndpointTable.ViewSave,
            async (ViewRequest request, Caller caller, SavedViews views, CancellationToken ct) =>
            {
                await views.SaveAsync(caller.Identity, request.Name.Trim(), request.Filter, ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.ViewForget,
            async (ForgetRequest request, Caller caller, SavedViews views, CancellationToken ct) =>
            {
                await views.ForgetAsync(caller.Identity, request.Name.Trim(), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(EndpointTable.BulkDismiss, DismissAsync);
    }

    private static async Task<List<BulkAnswer>> DismissAsync(BulkRequest request, Caller caller, Decisions decisions, CancellationToken ct)
    {
        if (request.Flags.Count is 0 or > MostAtOnce)
        {
            throw RefusalException.Wrong($"Sebut 1 sampai {MostAtOnce} flag.", $"Name 1 to {MostAtOnce} flags.");
        }

        var answers = new List<BulkAnswer>();
        foreach (var flag in request.Flags.Distinct())
        {
            try
            {
                var given = new GivenVerdict(flag, Verdict.Dismiss, null, request.Ground, request.Reason);
                answers.Add(new BulkAnswer(flag, await decisions.GiveAsync(given, QueueEndpoints.ReviewerOf(caller), ct), null));
            }
            catch (RefusalException refusal) when (refusal.Kind is RefusalKind.Conflict or RefusalKind.NotFound)
            {
                // One that somebody holds, or that this person may not decide, does not keep the others.
                answers.Add(new BulkAnswer(flag, null, refusal.Sentence));
            }
        }

        return answers;
    }

    private static FlagQuery Query(QueueFilter filter, Caller caller, DateTimeOffset now) =>
        new()
        {
            States = States(filter.State),
            Within = caller.Regions,
            Region = filter.Region,
            Instansi = filter.Instansi,
            Source = filter.Source,
            Label = filter.Label,
            Form = filter.Form?.ToUpperInvariant(),
            FoundUntil = string.IsNullOrEmpty(filter.Older) ? null : now - Intervals.Parse(filter.Older),
            FoundSince = string.IsNullOrEmpty(filter.Newer) ? null : now - Intervals.Parse(filter.Newer),
            Text = filter.Text,
            After = filter.After,
            Limit = Math.Clamp(filter.Limit ?? 100, 1, MostLines),
        };

    private static IReadOnlyList<string> States(string? state)
    {
        if (string.IsNullOrEmpty(state))
        {
            return [];
        }

        string[] known = [.. FlagState.Open, .. FlagState.Closed];
        var asked = state.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(asked, one => !known.Contains(one, StringComparer.Ordinal)) is { } unknown
            ? throw RefusalException.Wrong(
                $"Status '{unknown}' tidak dikenal; yang ada: {string.Join(", ", known)}.",
                $"The state '{unknown}' is not known; there are: {string.Join(", ", known)}."
            )
            : asked;
    }
}

/// <summary>What a list is narrowed by, as it stands in the query string.</summary>
internal sealed record QueueFilter(
    string? State,
    string? Region,
    string? Instansi,
    long? Source,
    string? Label,
    string? Form,
    string? Older,
    string? Newer,
    string? Text,
    string? After,
    int? Limit
);
