using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Client;
using Monitor.Worker.Demo;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Privacy;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;
using Monitor.Worker.Tests.Cli;

namespace Monitor.Worker.Tests.Privacy;

/// <summary>The rights of the invented people of the demo, from words to bytes: the demo's folder, a daemon on it, the verbs.</summary>
public sealed class DemoSubjectTests : IAsyncLifetime
{
    private static readonly string[] Claim = ["--from", "subject", "--proof", "KTP diperlihatkan, surat 12/2026"];

    private readonly TempFolder _temp = Some.Folder();
    private MonitorHost _host = null!;

    private string Data => _temp["demo"];

    public async ValueTask InitializeAsync()
    {
        await using (var demo = await DemoRun.StartAsync(Data, Clock.Machine, default))
        {
            await demo.RegisterAsync(default);
            await demo.CollectAsync(_ => { }, default);
            var decided = await demo.DecideAsync(await demo.QueueAsync(default), default);
            await demo.OpenCasesAsync(decided, default);
            await demo.ExportAsync(Path.Combine(Data, "bkn"), default);
            await demo.CloseAsync(default);
        }

        _host = await Daemon.StartHostAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task ReportNamesEveryTableThatHoldsThePersonsDataAndWhoLooked()
    {
        var (person, id) = await FlaggedPersonAsync();
        using (var auditor = Client(Roles.Auditor))
        {
            await auditor.GetAsync<AsnAnswer>($"/asn/{id}", default);
        }

        var report = JsonSerializer.Deserialize<SubjectReport>(
            (await RunAsync(Roles.Dpo, ["subject", "report", "--nip-file", NipFile(person), .. Claim, "--json"])).Out,
            Json.Format
        )!;

        Assert.Equal(HeldData.Personal.Select(table => table.Name), report.Tables.Select(table => table.Table));
        foreach (
            var table in (string[])
                [
                    "asn",
                    "account",
                    "account_handle",
                    "source",
                    "item",
                    "evidence",
                    "flag",
                    "flag_evidence",
                    "audit",
                    "view_log",
                    "subject_request",
                ]
        )
        {
            Assert.NotEmpty(report.Tables.Single(one => one.Table == table).Rows);
        }

        Assert.Contains(Rows(report, "view_log"), row => $"{row["actor"]}" == "auditor (test)" && $"{row["subject"]}" == $"asn:{id}");
        // Lists count as well: a person is seen in them.
        Assert.Contains(Rows(report, "view_log"), row => $"{row["door"]}" == "GET /queue");
        Assert.Contains(Rows(report, "audit"), row => $"{row["verb"]}" == "flag.open");
        Assert.All(report.Files, file => Assert.True(file.OnDisk));
        Assert.NotEmpty(report.Files);
        Assert.DoesNotContain(person.Nip, JsonSerializer.Serialize(report, Json.Format), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeNumberIsShownByThreeEndpointsOnlyAndEachTimeOnRecord()
    {
        var numbers = SampleWorld.Read().People.Select(person => person.Nip).ToList();
        var (_, id) = await FlaggedPersonAsync();
        var shown = new SortedSet<string>(StringComparer.Ordinal);
        var silent = new List<string>();
        // Retention has nothing to remove yet; what only changes things is asked with an empty body and refuses.
        foreach (var row in EndpointTable.All)
        {
            foreach (var role in row.Roles)
            {
                foreach (var number in new[] { 1, await ConfirmedFlagAsync(), id }.Distinct())
                {
                    var path = row.Path.Replace("{batch:long}/{file}", "1/bkn-000001.csv", StringComparison.Ordinal);
                    path = Regex.Replace(path, @"\{[^}]+\}", $"{number}", RegexOptions.NonBacktracking);
                    var before = await RevealsAsync();
                    var answer = await AskRawAsync(row.Method, path, role);
                    if (!numbers.Exists(nip => answer.Contains(nip, StringComparison.Ordinal)))
                    {
                        continue;
                    }

                    shown.Add(row.Path);
                    if (await RevealsAsync() == before)
                    {
                        silent.Add($"{row.Method} {path} as {role}");
                    }
                }
            }
        }

        Assert.Equal(["/case/{id:long}/evidence", "/case/{id:long}/nip", "/export/{batch:long}/{file}"], shown);
        Assert.Empty(silent);
    }

    [Fact]
    public async Task CopyForThePersonNamesNobodyWhoWorksHere()
    {
        var (person, id) = await FlaggedPersonAsync();
        await AskAsync(Roles.Auditor, id);
        var text = await RunAsync(Roles.Dpo, ["subject", "report", "--nip-file", NipFile(person), .. Claim, "--for-subject", "--json"]);
        Assert.Equal(ExitCode.Done, text.Code);
        Assert.DoesNotContain("auditor (test)", text.Out, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"auditor\"", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterAnErasureNoTableAndNoFileHoldsNumberOrName()
    {
        var (person, id) = await FlaggedPersonAsync();
        var (name, nip) = (person.Name, person.Nip);
        Assert.NotEmpty(Traces(name, nip));
        var early = await RunAsync(Roles.Dpo, ["subject", "erase", "--id", $"{id}", "--yes", .. Claim]);
        Assert.Equal(ExitCode.Finding, early.Code);
        await DecideAllAsync();

        var done = await RunAsync(Roles.Dpo, ["subject", "erase", "--nip-file", NipFile(person), "--yes", .. Claim, "--json"]);

        Assert.True(done.Code == ExitCode.Done, done.Error + done.Out);
        File.Delete(NipFile(person));
        var result = JsonSerializer.Deserialize<ErasureResult>(done.Out, Json.Format)!;
        Assert.Empty(result.Remains);
        Assert.Equal(["bkn-000001"], result.Batches);
        Assert.Contains(Path.Combine("bkn", "bkn-000001.csv"), result.Copies);
        Assert.True(result.Wiped);
        Assert.Empty(Traces(name, nip));
        // Looking at what is left must not fail.
        using (var auditor = Client(Roles.Auditor))
        {
            Assert.Equal("", (await auditor.GetAsync<AsnAnswer>($"/asn/{id}", default)).Person.Name);
            foreach (var line in (await auditor.GetAsync<QueuePage>("/queue?state=confirmed,dismissed&limit=1000", default)).Items)
            {
                Assert.Equal(line.Id, (await auditor.GetAsync<FlagView>($"/queue/{line.Id}", default)).Id);
            }
        }

        await _host.StopAsync();
        Assert.Empty(Traces(name, nip));
        var chain = await RunAsync("", ["audit", "verify"]);
        Assert.True(chain.Code == ExitCode.Done, chain.Out);
    }

    [Fact]
    public async Task DryRunOfAnErasureChangesNothing()
    {
        var (_, id) = await FlaggedPersonAsync();
        await DecideAllAsync();
        var rows = (await RunAsync("", ["audit", "verify", "--json"])).Out;
        var plan = await RunAsync(Roles.Dpo, ["subject", "erase", "--id", $"{id}", "--dry-run", "--json"]);
        Assert.Equal(ExitCode.Done, plan.Code);
        var result = JsonSerializer.Deserialize<ErasureResult>(plan.Out, Json.Format)!;
        Assert.True(result.DryRun);
        Assert.True(result.Tables["flag"] > 0);
        Assert.Equal(rows, (await RunAsync("", ["audit", "verify", "--json"])).Out);
    }

    [Fact]
    public async Task PersonUnderALegalHoldIsNotErased()
    {
        var (_, id) = await FlaggedPersonAsync();
        await DecideAllAsync();
        Assert.Equal(
            ExitCode.Done,
            (await RunAsync(Roles.Dpo, ["hold", "add", "--asn", $"{id}", "--reference", "PN 1/2026", "--reason", "perkara"])).Code
        );
        var refused = await RunAsync(Roles.Dpo, ["subject", "erase", "--id", $"{id}", "--yes", .. Claim]);
        Assert.Equal(ExitCode.Finding, refused.Code);
        Assert.Contains("Penahanan hukum", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await RunAsync(Roles.Dpo, ["hold", "release", "1", "--reason", "putus"])).Code);
        var erased = await RunAsync(Roles.Dpo, ["subject", "erase", "--id", $"{id}", "--yes", .. Claim]);
        Assert.True(erased.Code == ExitCode.Done, erased.Error + erased.Out);
    }

    private static IEnumerable<IReadOnlyDictionary<string, object?>> Rows(SubjectReport report, string table) =>
        report.Tables.Single(one => one.Table == table).Rows;

    // The one of the confirmed and exported finding, so that every kind of table holds something.
    private async Task<(SampleWorld.Person Person, long Id)> FlaggedPersonAsync()
    {
        using var auditor = Client(Roles.Auditor);
        foreach (
            var line in (
                await auditor.GetAsync<QueuePage>("/queue?state=flagged,proposed,disputed,confirmed,dismissed&limit=1000", default)
            ).Items
        )
        {
            var flag = await auditor.GetAsync<FlagView>($"/queue/{line.Id}", default);
            if (flag is { Person: { } person, Account: not null, State: FlagState.Confirmed })
            {
                var world = SampleWorld.Read().People.Single(one => person.Name.Contains(one.Name, StringComparison.Ordinal));
                return (world, person.Id);
            }
        }

        throw new InvalidOperationException("The demo confirmed no finding about a registered account.");
    }

    // As often as it takes: a first dismissal may go to a second reader, a disagreement to the ketua.
    private async Task DecideAllAsync()
    {
        foreach (var role in (string[])[Roles.Analis, Roles.Ketua, Roles.Ketua])
        {
            using var reader = Client(role);
            foreach (var line in (await reader.GetAsync<QueuePage>("/queue?limit=1000", default)).Items)
            {
                try
                {
                    await reader.PostAsync<DecideAnswer>(
                        $"/queue/{line.Id}/decide",
                        new DecideRequest(Verdict.Dismiss, null, Models.Rules.Grounds[0].Code, "uji"),
                        default
                    );
                }
                catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Conflict)
                {
                    // Decided by the same reader before.
                }
            }
        }
    }

    private async Task AskAsync(string role, long id)
    {
        using var client = Client(role);
        await client.GetAsync<AsnAnswer>($"/asn/{id}", default);
    }

    private async Task<long> ConfirmedFlagAsync()
    {
        using var auditor = Client(Roles.Auditor);
        return (await auditor.GetAsync<QueuePage>("/queue?state=confirmed", default)).Items[0].Id;
    }

    private Task<long> RevealsAsync() =>
        _host
            .Services.GetRequiredService<Database>()
            .ReadAsync(
                session => session.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE verb IN ('asn.reveal_nip', 'export.fetch')"),
                default
            );

    private async Task<string> AskRawAsync(string method, string path, string role)
    {
        using var answer = await Daemon.AskAsync(_host, method, path, role);
        return await answer.Content.ReadAsStringAsync();
    }

    private DaemonClient Client(string role) => new(_host.Socket, role);

    private string NipFile(SampleWorld.Person person)
    {
        var file = _temp["nip.txt"];
        File.WriteAllText(file, person.Nip + "\n");
        return file;
    }

    private async Task<CommandLine.Outcome> RunAsync(string role, string[] words) =>
        await CommandLine.RunAsync(role.Length == 0 ? [.. words, "--data", Data] : [.. words, "--data", Data, "--as", role]);

    // Every byte of every file, and of every evidence file as it was captured.
    private List<string> Traces(string name, string nip)
    {
        var found = new List<string>();
        foreach (
            var file in Directory
                .EnumerateFiles(Data, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is not (".sock" or ".lock"))
        )
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var plain = new MemoryStream();
            if (file.EndsWith(".brs", StringComparison.Ordinal))
            {
                // What follows the stream is its seal.
                var stored = new byte[stream.Length - 32];
                stream.ReadExactly(stored);
                using var compressed = new MemoryStream(stored);
                using var brotli = new BrotliStream(compressed, CompressionMode.Decompress);
                brotli.CopyTo(plain);
            }
            else
            {
                stream.CopyTo(plain);
            }

            foreach (var trace in (string[])[name, name.ToUpperInvariant(), nip])
            {
                if (plain.GetBuffer().AsSpan(0, (int)plain.Length).IndexOf(Encoding.UTF8.GetBytes(trace)) >= 0)
                {
                    found.Add($"{Path.GetRelativePath(Data, file)}: {trace}");
                }
            }
        }

        return found;
    }
}
