using System.Globalization;
using Microsoft.Data.Sqlite;
using Monitor.EndToEnd.Tests.Newcomer;

namespace Monitor.EndToEnd.Tests;

/// <summary>A newcomer's hour: every block of the pages that say how to install and run is typed on a clean machine, in order, by the user that is named.</summary>
public sealed class OperationsPageTests(BuiltProgram program, ITestOutputHelper output)
{
    private const string TheHour = "The first hour";

    private static readonly string Docs = Path.Combine(DocumentationTests.Repository(), "docs");
    private static readonly List<Block> Operations = Block.Read(Path.Combine(Docs, "operations.md"));

    [Fact]
    public async Task ThePageTakenLiterallyEndsWithADaemonAnAccountAFeedAReviewedFlagAndAnExport()
    {
        await CleanMachine.RequireAsync();
        using var machine = new CleanMachine();
        Operations.ForEach(machine.Add);
        machine.Finish(
            """
            cp -r /home/ahmad/bkn /home/ahmad/kunci.json /srv/cadangan "$disk/out"
            stat -c '%a %U %G %n' /var/lib/monitor /run/monitor/monitor.sock /etc/monitor/monitor.json /etc/monitor/backup.key >"$disk/out/modes"
            cp /var/log/monitor.log "$disk/out/log"
            systemctl stop monitor
            cp -r /var/lib/monitor/db "$disk/out/db"
            """
        );
        output.WriteLine(await machine.RunAsync(program));

        Assert.Contains(
            "Daemon siap di /run/monitor/monitor.sock.",
            await File.ReadAllTextAsync(Path.Combine(machine.Out, "log")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            [
                "711 monitor monitor /var/lib/monitor",
                "660 monitor monitor-analis /run/monitor/monitor.sock",
                "640 root monitor /etc/monitor/monitor.json",
                "440 root monitor /etc/monitor/backup.key",
            ],
            await File.ReadAllLinesAsync(Path.Combine(machine.Out, "modes"))
        );
        Assert.Equal(["mastodon"], await QueryAsync(machine, "SELECT platform FROM account WHERE asn_id IS NOT NULL"));
        Assert.Equal(
            ["2"],
            await QueryAsync(
                machine,
                "SELECT COUNT(*) FROM item JOIN source ON source.id = item.source_id WHERE source.url LIKE 'http://127.0.0.1:8000/%'"
            )
        );
        Assert.Equal(["confirmed"], await QueryAsync(machine, "SELECT state FROM flag"));
        Assert.Equal(["siti", "budi"], await QueryAsync(machine, "SELECT reviewer_name FROM decision ORDER BY place"));
        Assert.Single(Directory.GetFiles(Path.Combine(machine.Out, "cadangan"), "*.db.enc"));
        var folder = Path.Combine(machine.Out, "bkn");
        var verified = await program.RunAsync("export", "verify", folder, "--key", Path.Combine(machine.Out, "kunci.json"));
        Assert.True(verified.Code == 0, verified.Out + verified.Error);
        Assert.Contains(
            "198507122010012047",
            await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "*.csv"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task TheReadmeTakenLiterallyShowsTheDemoAndRunsADaemonInTheForeground()
    {
        await CleanMachine.RequireAsync();
        using var machine = new CleanMachine();
        Block.Read(Path.Combine(DocumentationTests.Repository(), "README.md")).ForEach(machine.Add);
        // The files that whoever tries it brings along are those of the hour.
        var files = string.Concat(
            Operations
                .Where(block => block.Kind.StartsWith("file /home/rina/", StringComparison.Ordinal))
                .Select(block => $"cat >\"$clone/{Path.GetFileName(block.Kind)}\" <<'END'\n{block.Text}END\n")
        );
        machine.Prepare("useradd --create-home --shell /bin/bash anda\nchown anda: \"$clone\"\n" + files);
        machine.Finish("cp -r /home/anda/monitor-data/db \"$disk/out/db\"\n");
        var said = await machine.RunAsync(program);
        output.WriteLine(said);
        Assert.Contains("bkn-000001", said, StringComparison.Ordinal);
        Assert.Equal(["1"], await QueryAsync(machine, "SELECT COUNT(*) FROM asn"));
        Assert.Equal(["https://kabar.example/rss"], await QueryAsync(machine, "SELECT url FROM source"));
    }

    [Fact]
    public async Task ThePageOfPostgreSqlTakenLiterallyMovesTheHoursWorkThere()
    {
        await CleanMachine.RequireAsync("openssl", "psql");
        Assert.SkipUnless(Directory.Exists("/usr/lib/postgresql"), "PostgreSQL's server is not installed.");
        using var machine = new CleanMachine();
        Operations.FindAll(block => block.Section == TheHour).ForEach(machine.Add);
        var page = Block.Read(Path.Combine(Docs, "postgresql.md"));
        // The page names the place: before the settings are changed.
        var move = Assert.Single(page, block => block.Kind == "root move");
        page.Remove(move);
        page.Insert(page.FindIndex(block => block.Kind.StartsWith("file ", StringComparison.Ordinal)), move with { Kind = "root" });
        page.ForEach(machine.Add);
        machine.Prepare(
            await File.ReadAllTextAsync(
                Path.Combine(DocumentationTests.Repository(), "tests", "Monitor.EndToEnd.Tests", "Newcomer", "postgresql-prepare.sh")
            )
        );
        machine.Finish("sudo -u postgres psql -At -d monitor -c \"SELECT state FROM monitor.flag\" >\"$disk/out/flags\"\n");
        output.WriteLine(await machine.RunAsync(program));
        Assert.Equal("confirmed\n", await File.ReadAllTextAsync(Path.Combine(machine.Out, "flags")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sh")]
    [InlineData("bash root")]
    [InlineData("sh root quickly")]
    [InlineData("json file monitor.json")]
    [InlineData("json")]
    public void BlockThatNobodyWouldTypeIsOfNoKind(string info) => Assert.Null(Block.KindOf(info));

    private static async Task<List<string>> QueryAsync(CleanMachine machine, string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(machine.Out, "db", "monitor.db")};Pooling=False;Mode=ReadWrite"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync())
        {
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{row.GetValue(0)}"));
        }

        return rows;
    }
}
