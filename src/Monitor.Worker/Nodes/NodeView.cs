namespace Monitor.Worker.Nodes;

/// <summary>The states of a node.</summary>
internal static class NodeState
{
    /// <summary>It says so.</summary>
    public const string Alive = "alive";

    /// <summary>It has said nothing for too long; what it claimed runs out by itself.</summary>
    public const string Gone = "gone";

    /// <summary>It was stopped.</summary>
    public const string Left = "left";
}

/// <summary>One node, as the others see it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Host">The machine.</param>
/// <param name="State">See <see cref="NodeState"/>.</param>
/// <param name="IsSelf">Whether it is the one that was asked.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="BeatAt">When it last said that it lives.</param>
/// <param name="Version">Of its program.</param>
/// <param name="Model">That it judges with.</param>
/// <param name="Settings">Names the settings that nodes should have in common.</param>
/// <param name="Sources">How many sources it is at now.</param>
/// <param name="LastJob">The last of the shared jobs that it ran.</param>
/// <param name="LastJobAt">When that ended.</param>
/// <param name="ClockAhead">How far its machine's clock is ahead of the server's.</param>
/// <param name="Warnings">What only it can see to be wrong with itself.</param>
internal sealed record NodeView(
    string Name,
    string Host,
    string State,
    bool IsSelf,
    DateTimeOffset StartedAt,
    DateTimeOffset BeatAt,
    string Version,
    string Model,
    string Settings,
    long Sources,
    string? LastJob,
    DateTimeOffset? LastJobAt,
    TimeSpan ClockAhead,
    IReadOnlyList<string> Warnings
);
