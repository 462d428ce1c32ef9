using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Monitor.Worker.Language;

namespace Monitor.Worker.Nodes;

/// <summary>Why this node has to stop by itself; the process ends with that sentence.</summary>
internal sealed class NodeEnd(IHostApplicationLifetime lifetime, ILogger<NodeEnd> log)
{
    /// <summary>Null as long as nothing makes it.</summary>
    public RefusalException? Reason { get; private set; }

    /// <summary>Stops the daemon.</summary>
    public void Because(RefusalException reason)
    {
        Reason ??= reason;
        log.LogCritical("This node stops: {Reason}", reason.Sentence.En);
        lifetime.StopApplication();
    }
}
