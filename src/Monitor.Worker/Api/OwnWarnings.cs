using Monitor.Worker.Audit;
using Monitor.Worker.Health;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>What only this node can see to be wrong: its disk, its file of heads, its own walk of the chain, its clock, its own jobs.</summary>
internal sealed class OwnWarnings(DataFolder folder, HeadFile head, ChainWatch chain, JobFaults faults, TimeProvider time)
{
    private const long LeastFree = 1L << 30;

    // The nodes go by the server's clock whatever this says; a machine that is so far off is ill all the same, and its log lies.
    private static readonly TimeSpan Off = TimeSpan.FromSeconds(5);

    /// <summary>The free bytes on the data folder's disk.</summary>
    public long FreeBytes => new DriveInfo(folder.Root).AvailableFreeSpace;

    /// <summary>The warnings, as the status names them.</summary>
    public List<string> Read()
    {
        var warnings = new List<string>();
        Add(FreeBytes < LeastFree, "disk");
        Add(head.Problem is not null, "audit-head");
        Add(chain.Health.Fault is not null, "audit-broken");
        Add(time is ServerClock { MachineAhead: { } ahead } && ahead.Duration() > Off, "clock");
        warnings.AddRange(faults.Now.Keys.Order(StringComparer.Ordinal).Select(job => $"job-{job}"));
        return warnings;

        void Add(bool holds, string warning)
        {
            if (holds)
            {
                warnings.Add(warning);
            }
        }
    }
}
