using System.ComponentModel;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Monitor.Torture;

/// <summary>The library that stands before the daemon's C library (faults.c), compiled for this run, and the memory by which it is told what to do.</summary>
internal sealed class Shim : IDisposable
{
    private const int Length = 56;
    private const int Eio = 5;

    private readonly string _library;
    private readonly string _control;
    private readonly string _below;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _memory;

    private Shim(string library, string control, string below)
    {
        (_library, _control, _below) = (library, control, below);
        File.WriteAllBytes(control, new byte[Length]);
        _file = MemoryMappedFile.CreateFromFile(control, FileMode.Open, null, Length);
        _memory = _file.CreateViewAccessor(0, Length);
    }

    /// <summary>How far the daemons' clock is from the machine's.</summary>
    public TimeSpan ClockMoved => TimeSpan.FromTicks(_memory.ReadInt64(24) / 100);

    /// <summary>How often each kind of fault was really met: a fault that never bites shows nothing.</summary>
    public (long Writes, long Syncs, long Clocks) Bites => (_memory.ReadInt64(32), _memory.ReadInt64(40), _memory.ReadInt64(48));

    /// <summary>Compiles it; null and the reason where there is no compiler.</summary>
    public static async Task<(Shim? Shim, string Reason)> MakeAsync(string work, string below)
    {
        var library = Path.Combine(work, "faults.so");
        try
        {
            using var compiler = Process.Start(
                new ProcessStartInfo(
                    "cc",
                    ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "faults.c"), "-ldl"]
                )
                {
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            var said = await compiler.StandardError.ReadToEndAsync();
            await compiler.WaitForExitAsync();
            return compiler.ExitCode == 0 ? (new Shim(library, Path.Combine(work, "faults"), below), "") : (null, $"cc: {said.Trim()}");
        }
        catch (Win32Exception)
        {
            return (null, "there is no C compiler (Debian: apt-get install gcc libc6-dev)");
        }
    }

    /// <summary>What a daemon is started with.</summary>
    public IEnumerable<(string Name, string Value)> Variables =>
        [("LD_PRELOAD", _library), ("MONITOR_FAULTS", _control), ("MONITOR_FAULTS_BELOW", _below)];

    /// <summary>From now on so many writes of a thousand fail with an I/O error, half done before where they are torn.</summary>
    public void FailWrites(int permille, bool torn)
    {
        _memory.Write(4, Eio);
        _memory.Write(8, torn ? 1 : 0);
        _memory.Write(0, permille);
    }

    /// <summary>From now on so many fsyncs of a thousand fail with an I/O error.</summary>
    public void FailSyncs(int permille)
    {
        _memory.Write(16, Eio);
        _memory.Write(12, permille);
    }

    /// <summary>The disk works again.</summary>
    public void Mend()
    {
        _memory.Write(0, 0);
        _memory.Write(12, 0);
    }

    /// <summary>Sets the daemons' clock so far before or behind the machine's.</summary>
    public void MoveClock(TimeSpan by) => _memory.Write(24, by.Ticks * 100);

    public void Dispose()
    {
        _memory.Dispose();
        _file.Dispose();
    }
}
