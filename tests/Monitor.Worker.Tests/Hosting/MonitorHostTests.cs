using System.Net.Sockets;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Hosting;

public sealed class MonitorHostTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task SecondDaemonOnAFolderIsRefusedAndTheFirstGoesOnAnswering()
    {
        await using var first = await Daemon.StartHostAsync(_temp["data"]);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Daemon.StartHostAsync(_temp["data"]));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Contains("Another daemon is running", refusal.Message, StringComparison.Ordinal);
        await AssertAnswersAsync(first.Socket);
    }

    [Fact]
    public async Task DaemonOfAnotherFolderDoesNotTakeASocketThatIsAnswered()
    {
        var socket = _temp["bersama.sock"];
        await using var first = await Daemon.StartHostAsync(_temp["satu"], ("Api:Socket", socket));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Daemon.StartHostAsync(_temp["dua"], ("Api:Socket", socket)));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        await AssertAnswersAsync(socket);
        // What was refused holds nothing: the folder can be started elsewhere.
        await using var second = await Daemon.StartHostAsync(_temp["dua"]);
        await AssertAnswersAsync(second.Socket);
    }

    [Fact]
    public async Task SocketThatADeadDaemonLeftIsReplaced()
    {
        var socket = _temp["tertinggal.sock"];
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(socket));
            dead.Listen();
            // Closing the descriptor leaves the name behind, as a kill does; disposing an endpoint that was bound would remove it.
            File.Move(socket, socket + ".moved");
        }

        File.Move(socket + ".moved", socket);
        await using var host = await Daemon.StartHostAsync(_temp["data"], ("Api:Socket", socket));
        await AssertAnswersAsync(socket);
    }

    [Fact]
    public async Task FileThatIsNoSocketIsNotDeleted()
    {
        await File.WriteAllTextAsync(_temp["penting.txt"], "milik orang");
        await Assert.ThrowsAsync<RefusalException>(() => Daemon.StartHostAsync(_temp["data"], ("Api:Socket", _temp["penting.txt"])));
        Assert.Equal("milik orang", await File.ReadAllTextAsync(_temp["penting.txt"]));
    }

    [Fact]
    public async Task SocketIsGoneAndTheFolderFreeAfterAStop()
    {
        var host = await Daemon.StartHostAsync(_temp["data"]);
        Assert.True(File.Exists(host.Socket));
        await host.StopAsync();
        await host.DisposeAsync();
        Assert.False(File.Exists(host.Socket));
        DaemonLock.Take(new DataFolder(new StorageOptions { Directory = _temp["data"] })).Dispose();
    }

    [Fact]
    public async Task SocketPathLongerThanTheSystemAllowsIsRefusedWithTheRemedy()
    {
        var folder = Path.Combine(_temp.Path, new string('a', 100));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Daemon.StartHostAsync(folder));
        Assert.Contains("--socket", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SocketIsOpenToTheDaemonsOwnGroupUnlessAnotherIsNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");
        await using (var open = await Daemon.StartHostAsync(_temp["data"]))
        {
            Assert.Equal((UnixFileMode)0b110_110_000, Some.ModeOf(open.Socket));
        }

        Assert.SkipWhen(UserAccounts.OwnUid != 0, "Only root is sure to be in the group that the socket is given to.");
        await using var grouped = await Daemon.StartHostAsync(_temp["data"], ("Api:SocketGroup", "root"));
        Assert.Equal((UnixFileMode)0b110_110_000, Some.ModeOf(grouped.Socket));
    }

    [Fact]
    public async Task GroupThatDoesNotExistIsRefusedByName()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            Daemon.StartHostAsync(_temp["data"], ("Api:SocketGroup", "tidak-ada-grup-ini"))
        );
        Assert.Contains("tidak-ada-grup-ini", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientOfADaemonThatIsNotThereSaysSo()
    {
        using var client = new DaemonClient(_temp["tiada.sock"]);
        await Assert.ThrowsAsync<DaemonAbsentException>(() => client.GetAsync<StatusView>("/status", default));
    }

    private static async Task AssertAnswersAsync(string socket)
    {
        using var client = new DaemonClient(socket);
        Assert.Equal(Roles.Admin, (await client.GetAsync<StatusView>("/status", default)).Role);
    }
}
