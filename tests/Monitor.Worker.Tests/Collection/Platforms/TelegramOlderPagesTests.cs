using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Collection.Platforms;

/// <summary>What was posted between two checks and is not on the newest page any more.</summary>
public abstract class TelegramOlderPagesTests : PlatformReaders
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task OlderPagesAreAskedForUntilAKnownPostIsFoundAndEachPostHasItsOwnPageAsProof()
    {
        var collector = await WatchAsync();
        Show("", 1, 3);
        await collector.CollectDueAsync(default);
        Assert.Equal(["/s/kabardesa"], Paths());

        Show("", 9, 11);
        Show("?before=9", 6, 8);
        Show("?before=6", 3, 5);
        Time.Advance(Every);
        await collector.CollectDueAsync(default);
        Assert.Equal(["/s/kabardesa", "/s/kabardesa?before=9", "/s/kabardesa?before=6"], Paths().Skip(1));
        Assert.Equal(11, await CountAsync("item"));
        Assert.Equal(
            [$"http://{Site.Authority}/s/kabardesa?before=9"],
            await ListAsync<string>(
                "SELECT evidence.url FROM evidence JOIN flag_evidence ON evidence_id = evidence.id JOIN flag ON flag.id = flag_id WHERE flag.url LIKE '%/7'"
            )
        );

        Time.Advance(Every);
        await collector.CollectDueAsync(default);
        Assert.Single(Paths().Skip(4));
    }

    [Fact]
    public async Task ChannelIsNotReadBackwardsForEver()
    {
        var collector = await WatchAsync();
        Show("", 1, 2);
        await collector.CollectDueAsync(default);
        for (var newest = 1000; newest > 900; newest -= 2)
        {
            Show(newest == 1000 ? "" : $"?before={newest + 1}", newest - 1, newest);
        }

        Time.Advance(Every);
        await collector.CollectDueAsync(default);
        Assert.Equal(1 + 1 + 5, Paths().Count);
    }

    [Fact]
    public async Task CheckWhoseOlderPageFailsIsTriedAgainWholeSoThatTheGapIsNotForgotten()
    {
        var collector = await WatchAsync();
        Show("", 1, 2);
        await collector.CollectDueAsync(default);
        Show("", 5, 6);
        Show("?before=5", 2, 4);
        Site.Bodies["/s/kabardesa?before=5"] = "";
        Site.Failing["/s/kabardesa?before=5"] = (503, null);
        Time.Advance(Every);
        await collector.CollectDueAsync(default);
        Assert.Equal((2, "server-error"), (await CountAsync("item"), (await Sources.GetAsync(1, default)).LastOutcome));

        Site.Failing.Clear();
        Show("?before=5", 2, 4);
        Time.Advance(TimeSpan.FromHours(1));
        await collector.CollectDueAsync(default);
        Assert.Equal(6, await CountAsync("item"));
    }

    private async Task<Monitor.Worker.Collection.Collector> WatchAsync()
    {
        var account = await AddAccountAsync("kabardesa");
        await Sources.AddAsync(
            Some.Source(Reader("telegram").Locate("@kabardesa").AbsoluteUri, account) with
            {
                Kind = "telegram",
            },
            Some.Admin,
            default
        );
        return Collector();
    }

    private void Show(string query, int oldest, int newest) =>
        Site.Bodies["/s/kabardesa" + query] =
            "<section class=\"tgme_channel_history\">"
            + string.Concat(
                Enumerable
                    .Range(oldest, newest - oldest + 1)
                    .Select(i =>
                        $"<div data-post=\"kabardesa/{i}\"><div class=\"js-message_text\">Kiriman nomor {i} tentang kerja bakti</div></div>"
                    )
            )
            + "</section>";

    private List<string> Paths() =>
        [.. Site.Visits.Where(visit => visit.Path.StartsWith("/s/", StringComparison.Ordinal)).Select(visit => visit.Path + visit.Query)];
}

/// <summary>On SQLite.</summary>
public sealed class TelegramOlderPagesOnSqliteTests : TelegramOlderPagesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class TelegramOlderPagesOnPostgreSqlTests : TelegramOlderPagesTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
