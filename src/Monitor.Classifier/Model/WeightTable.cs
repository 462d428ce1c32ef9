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
    private const ulong WeightMask = (1UL << FingerprintShift) - 1;

    // The lowest bit of a fingerprint is always set and tells nothing.
    private const int FilterShift = FingerprintShift + 1;
    private const ulong FilterMask = 15;

    private readonly ulong[] slots;
    private readonly ushort[] filter;
    private readonly int lineMask;

    private WeightTable(ulong[] slots)
    {
        this.slots = slots;
        filter = Filter(slots);
        lineMask = (slots.Length / SlotsPerLine) - 1;
    }

    /// <summary>The table as bytes, for the model file.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(slots.AsSpan());

    /// <summary>A table as a model file holds it, which it keeps; the length must be a power of two of at least one line.</summary>
    public static WeightTable FromSlots(ulong[] slots)
    {
        ArgumentNullException.ThrowIfNull(slots);
        return slots.Length >= SlotsPerLine && System.Numerics.BitOperations.IsPow2(slots.Length)
            ? new WeightTable(slots)
            : throw new InvalidDataException($"A weight table of {slots.Length} slots: not a power of two.");
    }

    /// <summary>
    /// Lays features out in a table of <c>2^bits</c> slots. Where a line is full the feature with the smallest weights is left out;
    /// <paramref name="dropped"/> says how many were.
    /// </summary>
    public static WeightTable Build(IReadOnlyList<(ulong Feature, sbyte[] Weights)> features, int bits, out int dropped)
    {
        ArgumentNullException.ThrowIfNull(features);
        var laid = new ulong[1 << bits];
        var mask = (laid.Length / SlotsPerLine) - 1;
        dropped = 0;
        // Heaviest first, ties by hash: what does not fit is what matters least, whatever order the features came in.
        foreach (var (feature, weights) in features.OrderByDescending(f => Mass(f.Weights)).ThenBy(f => f.Feature))
        {
            var line = Line(feature, mask);
            var slot = 0;
            while (slot < SlotsPerLine && laid[line + slot] != 0)
            {
                slot++;
            }

            if (slot == SlotsPerLine)
            {
                dropped++;
                continue;
            }

            laid[line + slot] = Pack(feature, weights);
        }

        return new WeightTable(laid);
    }

    /// <summary>Adds the weights of a feature to the first six of eight sums; false when the feature is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(ulong feature, ref Vector256<int> sums)
    {
        ref var line = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), Line(feature, lineMask));
        var fingerprint = Vector256.Create(Fingerprint(feature));
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref line) >>> FingerprintShift, fingerprint);
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref line, SlotsPerLine / 2) >>> FingerprintShift, fingerprint);
        var found = low.ExtractMostSignificantBits() | (high.ExtractMostSignificantBits() << (SlotsPerLine / 2));
        if (found == 0)
        {
            return false;
        }

        var entry = Unsafe.Add(ref line, System.Numerics.BitOperations.TrailingZeroCount(found));
        sums += Widen(entry);
        return true;
    }

    /// <summary>
    /// Whether a feature may be in the table; most features of a text are not, and this is answered from a hundredth of its size, which
    /// stays in the second cache.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MayHave(ulong feature) =>
        (
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(filter), (int)feature & lineMask)
            >> (int)((feature >> FilterShift) & FilterMask)
        ) & 1;

    /// <summary>Asks for the line of a feature before it is needed. An address that has moved meanwhile costs time, nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong feature) =>
        CacheLine.Ask(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), Line(feature, lineMask)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(ulong entry)
    {
        var bytes = Vector128.CreateScalar(entry & WeightMask).AsSByte();
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(bytes)
            : Vector256.WidenLower(Vector256.Create(Vector128.WidenLower(bytes), default));
    }

    /// <summary>One bit per line and four bits of the fingerprint.</summary>
    private static ushort[] Filter(ulong[] laid)
    {
        var bits = new ushort[laid.Length / SlotsPerLine];
        for (var i = 0; i < laid.Length; i++)
        {
            if (laid[i] != 0)
            {
                bits[i / SlotsPerLine] |= (ushort)(1 << (int)((laid[i] >> FilterShift) & FilterMask));
            }
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Line(ulong feature, int mask) => ((int)feature & mask) * SlotsPerLine;

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
