using Microsoft.Extensions.Logging;
using Monitor.Worker.Audit;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Audit;

/// <summary>The daily walk along the audit chain.</summary>
public sealed class ChainWatchTests : Spine
{
    private readonly TempFolder _outside = Some.Folder();
    private readonly ListLogger<ChainWatch> _log = new();
    private readonly AuditOptions _options = new();
    private ChainWatch _watch = null!;

    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _watch = new ChainWatch(Database, _options, Time, _log);
        await OpenFlagAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _outside.Dispose();
    }

    [Fact]
    public async Task ChainIsWalkedOnceADay()
    {
        Assert.Null(_watch.Health.CheckedAt);
        await _watch.LookIfDueAsync(default);
        var first = _watch.Health;
        Assert.Equal((Time.GetUtcNow(), null), (first.CheckedAt, first.Fault));
        Time.Advance(TimeSpan.FromHours(23));
        await _watch.LookIfDueAsync(default);
        Assert.Same(first, _watch.Health);
        Time.Advance(TimeSpan.FromHours(1));
        await _watch.LookIfDueAsync(default);
        Assert.Equal(Time.GetUtcNow(), _watch.Health.CheckedAt);
    }

    [Fact]
    public async Task ChainThatDoesNotHoldIsSaidUntilItHoldsAgain()
    {
        var head = await Database.ReadAsync(AuditLog.HeadAsync, default);
        await ExecuteAsync("UPDATE audit_head SET hash = '0'");
        await _watch.LookIfDueAsync(default);
        Assert.Contains("BROKEN", _watch.Health.Fault!.En, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Critical);
        await ExecuteAsync("UPDATE audit_head SET hash = @Hash", new { head.Hash });
        await _watch.LookIfDueAsync(default);
        Assert.Null(_watch.Health.Fault);
    }

    [Theory]
    [InlineData("9999 {0} 2024-10-01T00:00:00Z")]
    [InlineData("bukan kepala")]
    public async Task FileOfHeadsThatTheChainDoesNotPassThroughOrThatWasChangedIsAFault(string line)
    {
        _options.HeadFile = _outside["kepala"];
        await File.WriteAllTextAsync(
            _options.HeadFile,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, line, new string('0', 64))
        );
        await _watch.LookIfDueAsync(default);
        Assert.NotNull(_watch.Health.Fault);
    }
}
