using Monitor.Worker.Api;

namespace Monitor.Worker.Tests.Privacy;

/// <summary>Which endpoints leave a trace of what they show.</summary>
public sealed class ViewsTests
{
    [Fact]
    public void EveryEndpointRecordsWhatItShowsOrIsSaidToShowNobody() =>
        Assert.Empty(
            EndpointTable
                .All.Where(endpoint => Views.AreRecorded(endpoint) == Views.ShowNobody.Contains(endpoint))
                .Select(endpoint => $"{endpoint.Method} {endpoint.Path}")
        );
}
