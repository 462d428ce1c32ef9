using Monitor.Worker.Audit;
using Monitor.Worker.Hosting;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Audit;

/// <summary>What it costs to walk a long chain. Not run with the tests; docs/operations.md has the command and the figure.</summary>
public sealed class AuditMeasurements : Spine
{
    private const int Rows = 1_000_000;
    private const int AtOnce = 10_000;

    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);

    [Fact(Explicit = true)]
    public async Task AMillionRowsAreVerified()
    {
        var log = new AuditLog(Time);
        for (var at = 0; at < Rows; at += AtOnce)
        {
            await Database.WriteAsync(
                async session =>
                {
                    for (var row = at; row < at + AtOnce; row++)
                    {
                        await log.RecordAsync(
                            session,
                            Some.Admin,
                            "flag.decide",
                            $"flag:{row}",
                            new { State = "flagged" },
                            new { State = "proposed", Form = "D-6" }
                        );
                    }

                    return true;
                },
                default
            );
        }

        var start = Clock.Machine.GetTimestamp();
        var verdict = await Database.ReadAsync(session => Monitor.Worker.Audit.AuditLog.VerifyAsync(session), default);
        var took = Clock.Machine.GetElapsedTime(start);
        Assert.Equal((Rows, null), (verdict.Rows, verdict.BrokenAt));
        TestContext.Current.TestOutputHelper!.WriteLine($"{Rows:N0} rows verified in {took.TotalSeconds:N1} s");
    }
}
