using static Monitor.Worker.Api.Roles;

namespace Monitor.Worker.Api;

/// <summary>The one table of who may ask what. A test walks every row with every role.</summary>
internal static class EndpointTable
{
    private static readonly string[] Everybody = [Analis, Ketua, Admin, Auditor, Dpo];
    private static readonly string[] Reviewers = [Analis, Ketua];
    private static readonly string[] Readers = [Analis, Ketua, Auditor];

    public static readonly Endpoint Status = new("GET", "/status", Everybody);

    public static readonly Endpoint UserAdd = new("POST", "/user", Admin);
    public static readonly Endpoint UserList = new("GET", "/user", Ketua, Admin, Auditor, Dpo);
    public static readonly Endpoint UserChange = new("POST", "/user/{uid:long}/change", Admin);
    public static readonly Endpoint UserEnd = new("POST", "/user/{uid:long}/end", Admin);

    public static readonly Endpoint AsnImport = new("POST", "/asn/import", Admin);
    public static readonly Endpoint AsnList = new("GET", "/asn", Analis, Ketua, Admin, Auditor, Dpo);
    public static readonly Endpoint AsnShow = new("GET", "/asn/{id:long}", Analis, Ketua, Admin, Auditor, Dpo);
    public static readonly Endpoint PersonStatusAdd = new("POST", "/asn/{id:long}/status", Admin);
    public static readonly Endpoint PersonStatusList = new("GET", "/asn/{id:long}/status", Everybody);
    public static readonly Endpoint PersonStatusEnd = new("POST", "/asn/status/{id:long}/end", Admin);
    public static readonly Endpoint PersonStatusImport = new("POST", "/asn/status/import", Admin);
    public static readonly Endpoint PledgeImport = new("POST", "/asn/pledge/import", Admin);
    public static readonly Endpoint PledgeList = new("GET", "/asn/pledge", Everybody);
    public static readonly Endpoint PledgeCoverage = new("GET", "/asn/pledge/coverage", Everybody);
    public static readonly Endpoint AccountImport = new("POST", "/account/import", Admin);
    public static readonly Endpoint AccountAdd = new("POST", "/account", Admin);
    public static readonly Endpoint AccountList = new("GET", "/account", Analis, Ketua, Admin, Auditor, Dpo);
    public static readonly Endpoint AccountRemove = new("POST", "/account/{id:long}/remove", Admin);
    public static readonly Endpoint Match = new("POST", "/match", Analis, Ketua, Admin, Auditor);

    public static readonly Endpoint ContestImport = new("POST", "/contest/import", Admin);
    public static readonly Endpoint ContestList = new("GET", "/contest", Everybody);
    public static readonly Endpoint ContestShow = new("GET", "/contest/{code}", Everybody);
    public static readonly Endpoint ContestRemove = new("POST", "/contest/{code}/remove", Admin);

    public static readonly Endpoint SourceAdd = new("POST", "/source", Admin);
    public static readonly Endpoint SourceList = new("GET", "/source", Everybody);
    public static readonly Endpoint SourceTest = new("POST", "/source/{id:long}/test", Admin, Ketua);
    public static readonly Endpoint SourceTry = new("POST", "/source/try", Admin, Ketua);
    public static readonly Endpoint SourceInterval = new("POST", "/source/{id:long}/interval", Admin);
    public static readonly Endpoint SourcePause = new("POST", "/source/{id:long}/pause", Admin);
    public static readonly Endpoint SourceResume = new("POST", "/source/{id:long}/resume", Admin);
    public static readonly Endpoint QuarantineList = new("GET", "/source/quarantine", Everybody);
    public static readonly Endpoint QuarantineRetry = new("POST", "/source/quarantine/retry", Admin);

    public static readonly Endpoint ReportAdd = new("POST", "/report", Analis, Ketua, Admin);

    public static readonly Endpoint SummaryMake = new("GET", "/summary", Everybody);
    public static readonly Endpoint CircularMake = new("GET", "/summary/circular", Everybody);

    public static readonly Endpoint QueueList = new("GET", "/queue", Readers);
    public static readonly Endpoint ViewList = new("GET", "/queue/views", Readers);
    public static readonly Endpoint ViewSave = new("POST", "/queue/views", Readers);
    public static readonly Endpoint ViewForget = new("POST", "/queue/views/forget", Readers);
    public static readonly Endpoint BulkDismiss = new("POST", "/queue/dismiss", Reviewers);
    public static readonly Endpoint QueueShow = new("GET", "/queue/{flag:long}", Readers);
    public static readonly Endpoint QueueSimilar = new("GET", "/queue/{flag:long}/similar", Readers);
    public static readonly Endpoint QueueNext = new("POST", "/queue/next", Reviewers);
    public static readonly Endpoint ClaimTake = new("POST", "/queue/{flag:long}/claim", Reviewers);
    public static readonly Endpoint ClaimAssign = new("POST", "/queue/{flag:long}/assign", Ketua);
    public static readonly Endpoint ClaimBreak = new("POST", "/queue/{flag:long}/break", Ketua);
    public static readonly Endpoint NoticesSeen = new("POST", "/notices/seen", Reviewers);
    public static readonly Endpoint ClaimExtend = new("POST", "/queue/{flag:long}/extend", Reviewers);
    public static readonly Endpoint ClaimRelease = new("POST", "/queue/{flag:long}/release", Reviewers);
    public static readonly Endpoint FlagAsk = new("POST", "/queue/{flag:long}/ask", Reviewers);
    public static readonly Endpoint FlagAnswer = new("POST", "/queue/{flag:long}/answer", Reviewers);
    public static readonly Endpoint FlagReturn = new("POST", "/queue/{flag:long}/return", Ketua);
    public static readonly Endpoint FlagReopen = new("POST", "/queue/{flag:long}/reopen", Ketua);
    public static readonly Endpoint Decide = new("POST", "/queue/{flag:long}/decide", Reviewers);
    public static readonly Endpoint Withdraw = new("POST", "/queue/{flag:long}/withdraw", Reviewers);
    public static readonly Endpoint DraftKey = new("POST", "/queue/{flag:long}/draft-key", Reviewers);

    public static readonly Endpoint SampleNext = new("POST", "/sample/next", Reviewers);
    public static readonly Endpoint SampleAnswer = new("POST", "/sample/{id:long}/answer", Reviewers);
    public static readonly Endpoint SampleRaise = new("POST", "/sample/{id:long}/raise", Ketua);

    public static readonly Endpoint CaseList = new("GET", "/case", Readers);
    public static readonly Endpoint CaseShow = new("GET", "/case/{id:long}", Readers);
    public static readonly Endpoint CaseNip = new("POST", "/case/{id:long}/nip", Ketua, Auditor);
    public static readonly Endpoint CaseOpen = new("POST", "/case", Reviewers);
    public static readonly Endpoint CaseJoin = new("POST", "/case/{id:long}/join", Reviewers);
    public static readonly Endpoint CaseSplit = new("POST", "/case/{id:long}/split", Ketua);
    public static readonly Endpoint CaseKajian = new("POST", "/case/{id:long}/kajian", Ketua);
    public static readonly Endpoint CaseNote = new("POST", "/case/{id:long}/note", Reviewers);
    public static readonly Endpoint CaseRecommend = new("POST", "/case/{id:long}/recommend", Ketua);
    public static readonly Endpoint CaseAnswer = new("POST", "/case/{id:long}/answer", Ketua);
    public static readonly Endpoint CaseEvidence = new("POST", "/case/{id:long}/evidence", Ketua, Auditor);

    public static readonly Endpoint ExportCreate = new("POST", "/export/bkn", Ketua, Admin);
    public static readonly Endpoint ExportList = new("GET", "/export", Ketua, Admin, Auditor);
    public static readonly Endpoint ExportFile = new("GET", "/export/{batch:long}/{file}", Ketua, Admin);
    public static readonly Endpoint ExportDelivered = new("POST", "/export/{batch:long}/delivered", Ketua, Admin);

    public static readonly Endpoint ExportDeliver = new("POST", "/export/deliver", Ketua, Admin);
    public static readonly Endpoint ExportAgain = new("POST", "/export/again/{name}", Ketua, Admin);
    public static readonly Endpoint ExportAck = new("POST", "/export/ack", Ketua);
    public static readonly Endpoint ExportKeyCreate = new("POST", "/export/key", Admin);
    public static readonly Endpoint ExportKeyRotate = new("POST", "/export/key/rotate", Admin);
    public static readonly Endpoint ExportKeyList = new("GET", "/export/key", Ketua, Admin, Auditor);

    public static readonly Endpoint ModelVerdicts = new("GET", "/model/verdicts", Ketua);

    public static readonly Endpoint AuditLog = new("GET", "/audit", Admin, Auditor, Dpo);

    public static readonly Endpoint AlertList = new("GET", "/alert", Ketua, Admin, Auditor);
    public static readonly Endpoint AlertTest = new("POST", "/alert/test", Admin);

    public static readonly Endpoint Support = new("GET", "/support", Admin);

    public static readonly Endpoint SubjectReport = new("POST", "/subject/report", Dpo);
    public static readonly Endpoint SubjectCorrect = new("POST", "/subject/correct", Dpo);
    public static readonly Endpoint SubjectErase = new("POST", "/subject/erase", Dpo);
    public static readonly Endpoint RequestAdd = new("POST", "/subject/request", Dpo);
    public static readonly Endpoint RequestList = new("GET", "/subject/request", Auditor, Dpo);
    public static readonly Endpoint RequestRefuse = new("POST", "/subject/request/{id:long}/refuse", Dpo);
    public static readonly Endpoint HoldAdd = new("POST", "/hold", Ketua, Dpo);
    public static readonly Endpoint HoldList = new("GET", "/hold", Ketua, Auditor, Dpo);
    public static readonly Endpoint HoldRelease = new("POST", "/hold/{id:long}/release", Dpo);
    public static readonly Endpoint Takedown = new("POST", "/takedown", Dpo);
    public static readonly Endpoint RetentionPlan = new("GET", "/retention", Auditor, Dpo);
    public static readonly Endpoint RetentionRun = new("POST", "/retention/run", Dpo);

    /// <summary>Every row, for the test and the documentation.</summary>
    public static IReadOnlyList<Endpoint> All { get; } =
    [
        Status,
        UserAdd,
        UserList,
        UserChange,
        UserEnd,
        AsnImport,
        AsnList,
        AsnShow,
        PersonStatusAdd,
        PersonStatusList,
        PersonStatusEnd,
        PersonStatusImport,
        PledgeImport,
        PledgeList,
        PledgeCoverage,
        AccountImport,
        AccountAdd,
        AccountList,
        AccountRemove,
        Match,
        ContestImport,
        ContestList,
        ContestShow,
        ContestRemove,
        SourceAdd,
        SourceList,
        SourceTest,
        SourceTry,
        SourceInterval,
        SourcePause,
        SourceResume,
        ReportAdd,
        SummaryMake,
        CircularMake,
        QuarantineList,
        QuarantineRetry,
        QueueList,
        ViewList,
        ViewSave,
        ViewForget,
        BulkDismiss,
        QueueShow,
        QueueSimilar,
        QueueNext,
        ClaimTake,
        ClaimAssign,
        ClaimBreak,
        NoticesSeen,
        ClaimExtend,
        ClaimRelease,
        FlagAsk,
        FlagAnswer,
        FlagReturn,
        FlagReopen,
        Decide,
        SampleNext,
        SampleAnswer,
        SampleRaise,
        Withdraw,
        DraftKey,
        CaseList,
        CaseShow,
        CaseNip,
        CaseOpen,
        CaseJoin,
        CaseSplit,
        CaseKajian,
        CaseNote,
        CaseRecommend,
        CaseAnswer,
        CaseEvidence,
        ExportCreate,
        ExportList,
        ExportFile,
        ExportDelivered,
        ExportDeliver,
        ExportAgain,
        ExportAck,
        ExportKeyCreate,
        ExportKeyRotate,
        ExportKeyList,
        ModelVerdicts,
        AuditLog,
        AlertList,
        AlertTest,
        Support,
        SubjectReport,
        SubjectCorrect,
        SubjectErase,
        RequestAdd,
        RequestList,
        RequestRefuse,
        HoldAdd,
        HoldList,
        HoldRelease,
        Takedown,
        RetentionPlan,
        RetentionRun,
    ];
}
