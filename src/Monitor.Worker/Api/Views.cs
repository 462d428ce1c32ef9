using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>
/// Which endpoint shows whose data: one place, so that no screen can be added whose looks leave no trace. A test demands that every row of the
/// table is either here or among those that show nobody.
/// </summary>
internal static class Views
{
    // An answer of another type than expected is a fault and not silence: a list that changed its shape would leave no trace any more.
    private static readonly Dictionary<Endpoint, Func<RouteValueDictionary, object?, IEnumerable<string>>> Doors = new()
    {
        [EndpointTable.AsnList] = (_, answer) => ((Page<Asn>)answer!).Items.Select(person => $"asn:{person.Id}"),
        [EndpointTable.AsnShow] = (route, _) => [$"asn:{route["id"]}"],
        [EndpointTable.AccountList] = (_, answer) =>
            ((Page<Account>)answer!).Items.Where(account => account.AsnId is not null).Select(account => $"account:{account.Id}"),
        [EndpointTable.Match] = (_, answer) =>
            ((List<MatchAnswer>)answer!)
                .Where(one => one.AsnId is not null)
                .Select(one => $"asn:{one.AsnId}")
                .Distinct(StringComparer.Ordinal),
        [EndpointTable.PersonStatusList] = (route, _) => [$"asn:{route["id"]}"],
        [EndpointTable.PledgeList] = (_, answer) => ((Page<PledgeLine>)answer!).Items.Select(line => $"asn:{line.AsnId}"),
        [EndpointTable.QueueList] = (_, answer) => ((QueuePage)answer!).Items.Select(line => $"flag:{line.Id}"),
        [EndpointTable.QueueShow] = (route, _) => [$"flag:{route["flag"]}"],
        [EndpointTable.QueueSimilar] = (_, answer) => ((List<EarlierDecision>)answer!).Select(other => $"flag:{other.Flag}"),
        [EndpointTable.QueueNext] = (_, answer) => ((NextAnswer)answer!).Flag is { } flag ? [$"flag:{flag.Id}"] : [],
        [EndpointTable.ClaimTake] = (route, _) => [$"flag:{route["flag"]}"],
        // Texts that leave for training name their flag, and through it the person who may ask where the own words went.
        [EndpointTable.ModelVerdicts] = (_, answer) =>
            ((List<VerdictText>)answer!).Select(row => row.Id.Replace("flag-", "flag:", StringComparison.Ordinal)),
        [EndpointTable.CaseList] = (_, answer) => ((List<CaseLine>)answer!).Select(line => $"case:{line.Id}"),
        [EndpointTable.SampleNext] = (_, answer) => ((SampleShown)answer!).Sample is { } sample ? [$"sample:{sample.Id}"] : [],
        [EndpointTable.CaseShow] = (route, _) => [$"case:{route["id"]}"],
        [EndpointTable.CaseNip] = (route, _) => [$"case:{route["id"]}"],
        [EndpointTable.CaseEvidence] = (route, _) => [$"case:{route["id"]}"],
        [EndpointTable.AuditLog] = (_, answer) =>
            ((List<Audit.AuditRow>)answer!).Select(row => row.Subject).Where(IsSomebodys).Distinct(StringComparer.Ordinal),
    };

    /// <summary>
    /// Endpoints that show no registered person's data, or whose every call is an audit row of its own: imports and changes, what a batch's files
    /// hold (<c>export.fetch</c>), the privacy verbs.
    /// </summary>
    public static IReadOnlyList<Endpoint> ShowNobody { get; } =
    [
        EndpointTable.Status,
        EndpointTable.UserAdd,
        EndpointTable.UserList,
        EndpointTable.UserChange,
        EndpointTable.UserEnd,
        EndpointTable.AsnImport,
        EndpointTable.AccountImport,
        EndpointTable.AccountAdd,
        EndpointTable.AccountRemove,
        EndpointTable.ContestImport,
        EndpointTable.ContestList,
        EndpointTable.ContestShow,
        EndpointTable.ContestRemove,
        EndpointTable.SourceAdd,
        EndpointTable.SourceList,
        EndpointTable.SourceTest,
        EndpointTable.SourceTry,
        EndpointTable.SourcePause,
        EndpointTable.SourceResume,
        EndpointTable.SourceInterval,
        EndpointTable.QuarantineList,
        EndpointTable.QuarantineRetry,
        EndpointTable.ReportAdd,
        EndpointTable.SummaryMake,
        EndpointTable.CircularMake,
        EndpointTable.ViewList,
        EndpointTable.ViewSave,
        EndpointTable.ViewForget,
        EndpointTable.BulkDismiss,
        EndpointTable.ClaimExtend,
        EndpointTable.ClaimAssign,
        EndpointTable.ClaimBreak,
        EndpointTable.NoticesSeen,
        EndpointTable.PersonStatusAdd,
        EndpointTable.PersonStatusEnd,
        EndpointTable.PersonStatusImport,
        EndpointTable.PledgeImport,
        EndpointTable.PledgeCoverage,
        EndpointTable.ClaimRelease,
        EndpointTable.Decide,
        EndpointTable.SampleAnswer,
        EndpointTable.SampleRaise,
        EndpointTable.Withdraw,
        EndpointTable.DraftKey,
        EndpointTable.FlagAsk,
        EndpointTable.FlagAnswer,
        EndpointTable.FlagReturn,
        EndpointTable.FlagReopen,
        EndpointTable.CaseOpen,
        EndpointTable.CaseJoin,
        EndpointTable.CaseSplit,
        EndpointTable.CaseKajian,
        EndpointTable.CaseNote,
        EndpointTable.CaseRecommend,
        EndpointTable.CaseAnswer,
        EndpointTable.ExportCreate,
        EndpointTable.ExportList,
        EndpointTable.ExportFile,
        EndpointTable.ExportDelivered,
        EndpointTable.ExportAgain,
        EndpointTable.ExportDeliver,
        EndpointTable.ExportAck,
        EndpointTable.ExportKeyCreate,
        EndpointTable.ExportKeyRotate,
        EndpointTable.ExportKeyList,
        EndpointTable.AlertList,
        EndpointTable.AlertTest,
        EndpointTable.Support,
        EndpointTable.SubjectReport,
        EndpointTable.SubjectCorrect,
        EndpointTable.SubjectErase,
        EndpointTable.RequestAdd,
        EndpointTable.RequestList,
        EndpointTable.RequestRefuse,
        EndpointTable.HoldAdd,
        EndpointTable.HoldList,
        EndpointTable.HoldRelease,
        EndpointTable.Takedown,
        EndpointTable.RetentionPlan,
        EndpointTable.RetentionRun,
    ];

    private static bool IsSomebodys(string subject) =>
        Array.Exists(["asn:", "account:", "flag:", "case:", "sample:"], kind => subject.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>Whether looks through this door are recorded.</summary>
    public static bool AreRecorded(Endpoint endpoint) => Doors.ContainsKey(endpoint);

    /// <summary>Records what an answer shows, after it was made and before it is sent.</summary>
    public static async ValueTask<object?> RecordAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var http = context.HttpContext;
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<Endpoint>() is { } door
            && Doors.TryGetValue(door, out var shows)
            && http.Features.Get<Caller>() is { } caller
        )
        {
            http.RequestServices.GetRequiredService<ViewLog>()
                .Saw(caller.Actor, $"{door.Method} {door.Path}", shows(http.Request.RouteValues, answer));
        }

        return answer;
    }
}
