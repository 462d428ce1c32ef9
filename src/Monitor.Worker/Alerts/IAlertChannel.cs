using Monitor.Worker.Language;

namespace Monitor.Worker.Alerts;

/// <summary>How a delivery ended.</summary>
/// <param name="Fault">Why it was not taken; null when it was.</param>
/// <param name="Wait">How long the receiver wants to be left alone.</param>
internal sealed record Delivery(Sentence? Fault, TimeSpan? Wait = null);

/// <summary>A way to operators.</summary>
internal interface IAlertChannel
{
    /// <summary>Its name: <c>mail</c>, <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Whether it is configured.</summary>
    bool IsOn { get; }

    /// <summary>Sends one message. Whatever the other side does is an answer; only a cancellation throws.</summary>
    Task<Delivery> SendAsync(AlertMessage message, CancellationToken ct);
}
