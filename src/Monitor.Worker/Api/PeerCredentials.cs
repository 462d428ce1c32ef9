using System.Buffers.Binary;
using System.Net.Sockets;

namespace Monitor.Worker.Api;

/// <summary>Who is on the other end of a Unix socket, in the kernel's own words (unix(7), SO_PEERCRED): nothing the client sends can change it.</summary>
/// <param name="Pid">Process at the time of connect.</param>
/// <param name="Uid">Effective user at the time of connect.</param>
/// <param name="Gid">Effective group at the time of connect.</param>
internal sealed record PeerCredentials(int Pid, long Uid, long Gid)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>Asks the kernel; Linux only. Null when the caller hung up before it was asked: nobody is there any more, and nothing is the matter.</summary>
    /// <exception cref="PlatformNotSupportedException">Another system, where nobody can be identified and so nobody is let in.</exception>
    public static PeerCredentials? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The local socket identifies callers by SO_PEERCRED, which is Linux's.");
        }

        // struct ucred { pid_t pid; uid_t uid; gid_t gid; }, each 32 bits in the machine's order.
        Span<byte> ucred = stackalloc byte[12];
        int length;
        try
        {
            length = socket.GetRawSocketOption(SolSocket, SoPeerCred, ucred);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }

        return length == ucred.Length
            ? new PeerCredentials(Native(ucred[..4]), (uint)Native(ucred[4..8]), (uint)Native(ucred[8..]))
            : throw new InvalidOperationException($"SO_PEERCRED gave {length} bytes instead of {ucred.Length}.");
    }

    private static int Native(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);
}
