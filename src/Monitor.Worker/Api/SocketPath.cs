using Monitor.Worker.Storage;

namespace Monitor.Worker.Api;

/// <summary>Where daemon and verbs meet.</summary>
internal static class SocketPath
{
    /// <summary>The configured path, or <c>run/monitor.sock</c> below the data folder.</summary>
    public static string Of(ApiOptions options, DataFolder folder) =>
        options.Socket.Length > 0 ? Path.GetFullPath(options.Socket) : Path.Combine(folder.Run, "monitor.sock");
}
