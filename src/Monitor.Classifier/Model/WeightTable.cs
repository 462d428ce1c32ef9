using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Monitor.Classifier.Model;

/// <summary>
/// Weights of hashed features: eight bytes each (six 8-bit weights and a 16-bit fingerprint), eight to a cache line, so that a look-up
/// touches one line and a feature the training never saw adds nothing. Lanes 0-4 are the labels, lane 5 is "should a human look".
/// </summary>
public sealed class WeightTable
{
    /// <summary>Weights per feature.</summary>
    public const int Lanes = 6;

    private const int SlotsPerLine = 8;
    private const int FingerprintShift = 48;

    private readonly ulong[] slots;
    private readonly int lineMask;

    private WeightTable(ulong[] slots)
    {
        this.slots = slots;
        lineMask = (slots.Length / SlotsPerLine) - 1;
    }

    /// <summary>The table as bytes, for the model file.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(slots.AsSpan());

    /// <summary>Reads a table; the length must be a power of two of at least one line.</summary>
    public static WeightTable FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 64 || !System.Numerics.BitOperations.IsPow2(bytes.Length))
        {
            throw new InvalidDataException($"A weight table of {bytes.Length} bytes: not a power of two.");
        }

        var read = GC.AllocateUninitializedArray<ulong>(bytes.Length / sizeof(ulong));
        bytes.CopyTo(MemoryMarshal.AsBytes(read.AsSpan()));
        return new WeightTable(read);
    }

    /// <summary>
    /// Lays features out in a table of <c>2^bits</c> slots. Where a line is full the feature with the smallest weights is left out;
    /// <paramref name="dropped"/> says how many were.
    /// </summary>
    public static WeightTable Build(IReadOnlyList<(ulong Feature, sbyte[] Weights)> features, int bits, out int dropped)
    {
        ArgumentNullException.ThrowIfNull(features);
        var table = new WeightTable(new ulong[1 << bits]);
        dropped = 0;
        // Heaviest first, ties by hash: what does not fit is what matters least, whatever order the features came in.
        foreach (var (feature, weights) in features.OrderByDescending(f => Mass(f.Weights)).ThenBy(f => f.Feature))
        {
            var line = table.Line(feature);
            var slot = 0;
            while (slot < SlotsPerLine && table.slots[line + slot] != 0)
            {
                slot++;
            }

            if (slot == SlotsPerLine)
            {
                dropped++;
                continue;
            }

            table.slots[line + slot] = Pack(feature, weights);
        }

        return table;
    }

    /// <summary>Adds the weights of a feature to eight sums; false when the feature is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(ulong feature, ref Vector256<int> sums)
    {
        var line = Line(feature);
        var fingerprint = Fingerprint(feature);
        ref var slot = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), line);
        for (var i = 0; i < SlotsPerLine; i++)
        {
            var entry = Unsafe.Add(ref slot, i);
            if (entry >> FingerprintShift == fingerprint)
            {
                sums += Vector256.WidenLower(Vector256.Create(Vector128.WidenLower(Vector128.CreateScalar(entry).AsSByte()), default));
                return true;
            }

            if (entry == 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Asks for the line of a feature before it is needed. An address that has moved meanwhile costs time, nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(ulong feature)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), Line(feature))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Line(ulong feature) => ((int)feature & lineMask) * SlotsPerLine;

    /// <summary>Never zero, since a zero slot is an empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fingerprint(ulong feature) => (feature >> FingerprintShift) | 1;

    private static ulong Pack(ulong feature, sbyte[] weights)
    {
        var packed = Fingerprint(feature) << FingerprintShift;
        for (var lane = 0; lane < Lanes; lane++)
        {
            packed |= (ulong)(byte)weights[lane] << (8 * lane);
        }

        return packed;
    }

    private static int Mass(sbyte[] weights)
    {
        var mass = 0;
        foreach (var weight in weights)
        {
            mass += weight * weight;
        }

        return mass;
    }
}
