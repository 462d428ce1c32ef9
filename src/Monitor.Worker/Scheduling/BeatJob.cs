using Monitor.Worker.Api;
using Monitor.Worker.Language;
using Monitor.Worker.Nodes;
using Quartz;

namespace Monitor.Worker.Scheduling;

/// <summary>Tells the other nodes that this one lives, and what it finds wrong with itself.</summary>
internal sealed class BeatJob(Nodes.Nodes nodes, OwnWarnings warnings, NodeEnd end) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await nodes.BeatAsync(warnings.Read(), cancellationToken);
        }
        catch (RefusalException refused)
        {
            end.Because(refused);
        }
    }
}
