using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Monitor.Classifier;

/// <summary>The lexicon and the tables of weights do not fit the first caches: what is known to be wanted soon is asked for ahead, many at once.</summary>
internal static class CacheLine
{
    /// <summary>How much comes at once.</summary>
    public const int Bytes = 64;

    /// <summary>Asks for the line that a place lies in. One that has moved meanwhile costs time, nothing else; on processors without the instruction nothing is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ask<T>(ref readonly T place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }
}
