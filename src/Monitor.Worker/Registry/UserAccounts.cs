using System.Runtime.InteropServices;
using System.Text;

namespace Monitor.Worker.Registry;

/// <summary>The operating system's users and groups, through the C library, so that LDAP and the like count too.</summary>
internal static partial class UserAccounts
{
    private const int BufferSize = 16 * 1024;

    /// <summary>The uid of this process.</summary>
    public static long OwnUid => OperatingSystem.IsLinux() ? geteuid() : 0;

    /// <summary>The user's name, or <c>uid-N</c> where the system knows none.</summary>
    public static unsafe string NameOf(long uid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return $"uid-{uid}";
        }

        var buffer = stackalloc byte[BufferSize];
        UserEntry entry;
        UserEntry* found;
        return getpwuid_r((uint)uid, &entry, buffer, BufferSize, &found) == 0 && found != null
            ? Marshal.PtrToStringUTF8((nint)found->name) ?? $"uid-{uid}"
            : $"uid-{uid}";
    }

    /// <summary>The user's number, or null where the system knows no such user.</summary>
    public static unsafe long? UidOf(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var buffer = stackalloc byte[BufferSize];
        UserEntry entry;
        UserEntry* found;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return getpwnam_r(text, &entry, buffer, BufferSize, &found) == 0 && found != null ? found->uid : null;
        }
    }

    /// <summary>The group's number, or null where the system knows no such group.</summary>
    public static unsafe long? GidOf(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var buffer = stackalloc byte[BufferSize];
        GroupEntry entry;
        GroupEntry* found;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            return getgrnam_r(text, &entry, buffer, BufferSize, &found) == 0 && found != null ? found->gid : null;
        }
    }

    /// <summary>Gives a file to a group; false when the system refuses.</summary>
    public static bool TryChangeGroup(string path, long gid) => chown(path, uint.MaxValue, (uint)gid) == 0;

#pragma warning disable IDE1006 // the functions and fields are named as in pwd.h, grp.h and unistd.h
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct UserEntry
    {
        public byte* name;
        public byte* password;
        public uint uid;
        public uint gid;
        public byte* gecos;
        public byte* dir;
        public byte* shell;
    }

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct GroupEntry
    {
        public byte* name;
        public byte* password;
        public uint gid;
        public byte** members;
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static unsafe partial int getpwuid_r(uint uid, UserEntry* entry, byte* buffer, nuint size, UserEntry** result);

    [LibraryImport("libc")]
    private static unsafe partial int getpwnam_r(byte* name, UserEntry* entry, byte* buffer, nuint size, UserEntry** result);

    [LibraryImport("libc")]
    private static unsafe partial int getgrnam_r(byte* name, GroupEntry* entry, byte* buffer, nuint size, GroupEntry** result);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int chown(string path, uint owner, uint group);
#pragma warning restore IDE1006
}
