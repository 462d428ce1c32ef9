using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Accuracy;
using Monitor.Worker.Sampling;

namespace Monitor.Worker.Api;

/// <summary>The blind reading of unflagged texts over the socket.</summary>
internal static class SampleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.SampleNext,
            async (Caller caller, Samples samples, CancellationToken ct) =>
                new SampleShown(await samples.NextAsync(QueueEndpoints.ReviewerOf(caller), ct))
        );
        routes.Map(
            EndpointTable.SampleAnswer,
            async (long id, SampleAsk ask, Caller caller, Samples samples, CancellationToken ct) =>
            {
                await samples.AnswerAsync(id, ask.Label, QueueEndpoints.ReviewerOf(caller), ct);
                return new DoneAnswer();
            }
        );
        routes.Map(
            EndpointTable.SampleRaise,
            async (long id, ReasonAsk ask, Caller caller, Samples samples, CancellationToken ct) =>
                new RaisedAnswer(await samples.RaiseAsync(id, ask.Reason, QueueEndpoints.ReviewerOf(caller), ct))
        );
    }
}

/// <summary>A text to read blind; none when none waits.</summary>
internal sealed record SampleShown(SampleView? Sample);

/// <summary>What a person says of it.</summary>
/// <param name="Label">One of <see cref="SampleLabel"/>.</param>
internal sealed record SampleAsk(string? Label = null);

/// <summary>The flag that was opened.</summary>
internal sealed record RaisedAnswer(long Flag);
