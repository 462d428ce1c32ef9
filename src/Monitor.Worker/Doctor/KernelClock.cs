using System.Runtime.InteropServices;

namespace Monitor.Worker.Doctor;

/// <summary>What the kernel knows of its own clock: adjtimex(2), which NTP daemons write and anybody may read.</summary>
/// <param name="Synchronised">Whether a daemon keeps it with others.</param>
/// <param name="LargestError">How far it may be off, by that daemon's word.</param>
internal sealed partial record KernelClock(bool Synchronised, TimeSpan LargestError)
{
    // timex.h: STA_UNSYNC, and the return value TIME_ERROR.
    private const int Unsynchronised = 0x40;

    /// <summary>Asks; null where there is no such kernel, or it does not tell (a container may be refused).</summary>
    public static KernelClock? Read()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        var asked = new Timex();
        return adjtimex(ref asked) < 0
            ? null
            : new KernelClock((asked.status & Unsynchronised) == 0, TimeSpan.FromMicroseconds(asked.maxerror));
    }

#pragma warning disable IDE1006, CS0649 // the fields are named as in sys/timex.h, and the kernel writes them
    // The layout of 64-bit Linux; modes of 0 only reads.
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    private struct Timex
    {
        [FieldOffset(0)]
        public uint modes;

        [FieldOffset(24)]
        public long maxerror;

        [FieldOffset(40)]
        public int status;
    }

    [LibraryImport("libc")]
    private static partial int adjtimex(ref Timex buf);
#pragma warning restore IDE1006, CS0649
}
