using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Collection.Dates;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Metrics;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>The review room over the socket.</summary>
internal static class QueueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        ListEndpoints.Map(routes);
        routes.Map(
            EndpointTable.QueueShow,
            async (long flag, Caller caller, FlagPresenter present, CancellationToken ct) => await present.ViewAsync(flag, caller, ct)
        );
        routes.Map(
            EndpointTable.QueueNext,
            async (NextRequest request, Caller caller, Queue queue, FlagPresenter present, CancellationToken ct) =>
            {
                var flag = await queue.ClaimNextAsync(ReviewerOf(caller), request.Skip ?? [], ct);
                Claimed(flag is null ? "none" : "taken");
                return new NextAnswer(flag is null ? null : await present.ViewAsync(flag.Id, caller, ct));
            }
        );
        routes.Map(
            EndpointTable.ClaimExtend,
            async (long flag, long? claim, Caller caller, Queue queue, CancellationToken ct) =>
                new ClaimAnswer(await queue.ExtendAsync(flag, ReviewerOf(caller), ct, claim))
        );
        routes.Map(
            EndpointTable.ClaimTake,
            async (long flag, Caller caller, Queue queue, FlagPresenter present, CancellationToken ct) =>
            {
                await queue.ExtendAsync(flag, ReviewerOf(caller), ct);
                return await present.ViewAsync(flag, caller, ct);
            }
        );
        routes.Map(
            EndpointTable.ClaimAssign,
            async (long flag, AssignRequest request, Caller caller, Doorkeeper doorkeeper, Claims claims, CancellationToken ct) =>
            {
                var to = Blank(request.To) is { } name ? ReviewerOf(await doorkeeper.ReviewerAsync(name, ct)) : null;
                await claims.AssignAsync(flag, to, ReviewerOf(caller), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.ClaimBreak,
            async (long flag, MoveRequest request, Caller caller, Claims claims, CancellationToken ct) =>
            {
                await claims.BreakAsync(flag, request.Text, ReviewerOf(caller), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.NoticesSeen,
            async (SeenRequest request, Caller caller, Claims claims, CancellationToken ct) =>
            {
                await claims.SeenAsync(caller.Identity, request.Ids, ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.ClaimRelease,
            async (long flag, Caller caller, Queue queue, CancellationToken ct) =>
            {
                await queue.ReleaseAsync(flag, ReviewerOf(caller), ct);
                Claimed("released");
                return new DoneAnswer();
            }
        );
        routes.Map(EndpointTable.Decide, DecideAsync);
        Map(routes, EndpointTable.FlagAsk, (moves, flag, text, reviewer, ct) => moves.AskAsync(flag, text, reviewer, ct));
        Map(routes, EndpointTable.FlagAnswer, (moves, flag, text, reviewer, ct) => moves.AnswerAsync(flag, text, reviewer, ct));
        Map(routes, EndpointTable.FlagReturn, (moves, flag, text, reviewer, ct) => moves.ReturnAsync(flag, text, reviewer, ct));
        Map(routes, EndpointTable.FlagReopen, (moves, flag, text, reviewer, ct) => moves.ReopenAsync(flag, text, reviewer, ct));
    }

    private static void Map(
        IEndpointRouteBuilder routes,
        Endpoint endpoint,
        Func<FlagMoves, long, string, Reviewer, CancellationToken, Task<string>> move
    ) =>
        routes.Map(
            endpoint,
            async (long flag, MoveRequest request, Caller caller, FlagMoves moves, CancellationToken ct) =>
                new DecideAnswer(flag, await move(moves, flag, request.Text, ReviewerOf(caller), ct))
        );

    private static async Task<DecideAnswer> DecideAsync(
        long flag,
        DecideRequest request,
        Caller caller,
        Queue queue,
        Decisions decisions,
        Rules rules,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var reviewer = ReviewerOf(caller);
        var zone = rules.ZoneOf((await queue.GetAsync(flag, reviewer, ct)).RegionCode);
        var state = await decisions.GiveAsync(
            new GivenVerdict(flag, request.Verdict, Blank(request.Form), Blank(request.Ground), request.Reason)
            {
                Particulars = request.Particulars is { } named ? Particulars(named, zone.GetUtcOffset(time.GetUtcNow())) : null,
                Claim = request.Claim,
                Members = request.Members ?? [],
            },
            reviewer,
            ct
        );
        Measures.Verdicts.Add(
            1,
            new KeyValuePair<string, object?>("verdict", request.Verdict),
            new KeyValuePair<string, object?>("state", state)
        );
        return new DecideAnswer(flag, state);
    }

    private static Particulars Particulars(ParticularsRequest named, TimeSpan zone) =>
        new()
        {
            Phase = Blank(named.Phase),
            EventAt = Blank(named.EventAt) is not { } written
                ? null
                : WrittenDate.Read(written, zone)
                    ?? throw RefusalException.Wrong(
                        $"Waktu kejadian '{written}' tidak terbaca (--event-at); tulislah seperti 2024-10-01 14:30.",
                        $"The time of the event '{written}' cannot be read (--event-at); write it like 2024-10-01 14:30."
                    ),
            EventKnown = Blank(named.EventKnown),
            Ownership = Blank(named.Ownership),
            OwnershipNote = Blank(named.OwnershipNote),
            Basis = Blank(named.Basis),
            Evidence = named.Evidence,
            PossibleCrime = named.PossibleCrime,
        };

    /// <summary>The caller as the review room knows a person.</summary>
    internal static Reviewer ReviewerOf(Caller caller) =>
        new(caller.Identity, caller.Name, caller.Role == Roles.Ketua, caller.Regions, caller.Instansi, caller.Actor)
        {
            NipIndex = caller.NipIndex,
        };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Claimed(string what) => Measures.Claims.Add(1, new KeyValuePair<string, object?>("event", what));
}
