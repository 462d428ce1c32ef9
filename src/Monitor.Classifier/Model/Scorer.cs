using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Monitor.Classifier.Features;
using Monitor.Classifier.Text;

namespace Monitor.Classifier.Model;

/// <summary>Adds up the weights of the features of one text. One instance serves one thread at a time.</summary>
internal sealed class Scorer(NetralitasModel model, FeatureExtractor extractor)
{
    /// <summary>Words beyond this many are not hidden one by one: the cost would grow with the square of the length.</summary>
    private const int MostHidden = 200;

    /// <summary>A lane without a weight, which counts the features of words taken whole.</summary>
    private const int CountLane = 7;

    private readonly UnknownWord[] unknown = new UnknownWord[WholeWordAdder.UnknownWords];
    private readonly ulong[] waiting = new ulong[Adder.MostWaiting];
    private readonly ulong[] spare = new ulong[Adder.MostWaiting];
    private WordSums[] known = [];
    private int[] netNumbers = [];
    private int[] numbers = new int[128];

    /// <summary>Fills the six logits of a text taken apart.</summary>
    public void Logits(TextBuffer buffer, Span<double> logits)
    {
        var sink = new WholeWordAdder(model.Table, known, unknown, waiting, spare);
        extractor.Extract(buffer, ref sink);
        sink.Rest.Finish();
        known = sink.Known;
        Span<double> factors = stackalloc double[FeatureFamilies.Count];
        for (var family = 0; family < FeatureFamilies.Count; family++)
        {
            var total = sink.Rest.Totals[family] + sink.Rest.Sums[family][CountLane];
            factors[family] = total == 0 ? 0 : 1 / Math.Sqrt(total);
        }

        for (var lane = 0; lane < WeightTable.Lanes; lane++)
        {
            double sum = model.Biases[lane];
            for (var family = 0; family < FeatureFamilies.Count; family++)
            {
                sum += sink.Rest.Sums[family][lane] * factors[family] * model.Scales[(family * WeightTable.Lanes) + lane];
            }

            logits[lane] = sum;
        }

        var sequence = extractor.Sequence;
        if (numbers.Length < sequence.Length + 2)
        {
            numbers = new int[(sequence.Length + 2) * 2];
        }

        var entries = extractor.SequenceEntries;
        for (var i = 0; i < sequence.Length; i++)
        {
            var number = entries[i] < 0 ? model.Nets.NumberOf(sequence[i]) : NetNumber(entries[i], sequence[i]);
            numbers[i + 1] = number;
            model.Nets.AskForMean(number);
        }

        numbers[sequence.Length + 1] = 0;
        Span<float> nets = stackalloc float[WeightTable.Lanes];
        model.Nets.Logits(numbers.AsSpan(0, sequence.Length + 2), nets);
        NetralitasModel.Mix(logits, nets, model.NetShare);
    }

    /// <summary>The nets' number of a lexicon entry, kept plus one so that zero is "not asked yet".</summary>
    private int NetNumber(int entry, ulong word)
    {
        if (entry >= netNumbers.Length)
        {
            Array.Resize(ref netNumbers, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << 15, entry + 1)));
        }

        ref var kept = ref netNumbers[entry];
        if (kept == 0)
        {
            kept = model.Nets.NumberOf(word) + 1;
        }

        return kept - 1;
    }

    /// <summary>
    /// By token, roughly: what its features add to the score logit (a feature drawn from several tokens is shared by its first and last),
    /// and how far the nets' answer falls when they do not see the word.
    /// </summary>
    public double[] Shares(TextBuffer buffer)
    {
        var counter = new Adder(model.Table, waiting);
        extractor.Extract(buffer, ref counter);
        counter.Finish();
        var factors = new double[FeatureFamilies.Count];
        for (var family = 0; family < factors.Length; family++)
        {
            factors[family] =
                (1 - model.NetShare)
                * model.Scales[(family * WeightTable.Lanes) + LabelNames.Count]
                / Math.Sqrt(Math.Max(1, counter.Totals[family]));
        }

        var shares = new double[buffer.Count];
        var sink = new Sharer(model.Table, factors, shares);
        extractor.Extract(buffer, ref sink);
        AddNetShares(shares);
        return shares;
    }

    private void AddNetShares(double[] shares)
    {
        var tokens = extractor.SequenceTokens;
        var hidden = Math.Min(tokens.Length, MostHidden);
        int[] words = [0, .. extractor.Sequence.ToArray().Select(model.Nets.NumberOf), 0];
        var whole = NetLook(words);
        for (var i = 0; i < hidden; i++)
        {
            var word = words[i + 1];
            if (word == 0)
            {
                continue;
            }

            words[i + 1] = 0;
            shares[tokens[i]] += model.NetShare * (whole - NetLook(words));
            words[i + 1] = word;
        }
    }

    private double NetLook(int[] words)
    {
        Span<float> nets = stackalloc float[WeightTable.Lanes];
        Span<double> nothing = stackalloc double[WeightTable.Lanes];
        model.Nets.Logits(words, nets);
        NetralitasModel.Mix(nothing, nets, 1);
        return nothing[LabelNames.Count];
    }

    [InlineArray(FeatureFamilies.Count)]
    private struct FamilySums
    {
        private Vector256<int> first;
    }

    [InlineArray(FeatureFamilies.Count)]
    private struct FamilyTotals
    {
        private int first;
    }

    [InlineArray(Adder.MostWaiting)]
    private struct FamilyNumbers
    {
        private byte first;
    }

    /// <summary>
    /// Adds weights late. The table does not fit the first caches: what its filter lets through is asked for at once, and added when
    /// so many wait that the first have long come.
    /// </summary>
    private struct Adder(WeightTable table, ulong[] waiting) : IFeatureSink
    {
        public const int MostWaiting = 128;

        public FamilySums Sums;
        public FamilyTotals Totals;
        private FamilyNumbers families;
        private int count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            if (count == MostWaiting)
            {
                Finish();
            }

            Totals[(int)family]++;
            var salted = FeatureFamilies.Salt(family, feature);
            Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(waiting), count) = salted;
            families[count] = (byte)family;
            var may = table.MayHave(salted);
            // Without a branch: what the filter does not let through asks for the first line, which is always near.
            table.Prefetch(salted & (ulong)-(long)may);
            count += may;
        }

        /// <summary>Adds what still waits; the sums are whole only then.</summary>
        public void Finish()
        {
            var features = waiting.AsSpan(0, count);
            for (var i = 0; i < features.Length; i++)
            {
                table.Add(features[i], ref Sums[families[i]]);
            }

            count = 0;
        }
    }

    /// <summary>What the features of a word add up to that its place does not change, six lanes and in the last how many there are.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct WordSums
    {
        public Vector128<short> Word;
        public Vector128<short> Characters;
    }

    /// <summary>The same for a word that no lexicon numbers. Such words recur too: most are found here.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct UnknownWord
    {
        public ulong Form;
        public ulong Stem;
        public WordSums Sums;
    }

    private struct WholeWordAdder(WeightTable table, WordSums[] known, UnknownWord[] unknown, ulong[] waiting, ulong[] spare) : IFeatureSink
    {
        public const int UnknownWords = 1 << 12;

        /// <summary>Above this many letters the sums of a word could leave sixteen bits.</summary>
        private const int LongestKept = 80;

        public Adder Rest = new(table, waiting);

        public WordSums[] Known { get; private set; } = known;

        public static bool TakesWordsWhole => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(FeatureFamily family, ulong feature, int first, int last) => Rest.Add(family, feature, first, last);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void AskForWord(int entry)
        {
            var sums = Known;
            if ((uint)entry < (uint)sums.Length)
            {
                CacheLine.Ask(in sums[entry]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddWord(int entry, ulong stem, ulong form, ReadOnlySpan<char> letters)
        {
            var sums = Known;
            if ((uint)entry < (uint)sums.Length && sums[entry].Word[CountLane] != 0)
            {
                Take(sums[entry]);
            }
            else
            {
                AddNew(entry, stem, form, letters);
            }
        }

        private void Take(in WordSums sums)
        {
            Rest.Sums[(int)FeatureFamily.Word] += Vector256.Create(Vector128.WidenLower(sums.Word), Vector128.WidenUpper(sums.Word));
            Rest.Sums[(int)FeatureFamily.Character] += Vector256.Create(
                Vector128.WidenLower(sums.Characters),
                Vector128.WidenUpper(sums.Characters)
            );
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void AddNew(int entry, ulong stem, ulong form, ReadOnlySpan<char> letters)
        {
            if (letters.Length > LongestKept)
            {
                var alone = Alone(stem, form, letters);
                foreach (var family in (ReadOnlySpan<FeatureFamily>)[FeatureFamily.Word, FeatureFamily.Character])
                {
                    Rest.Sums[(int)family] += alone.Sums[(int)family];
                    Rest.Totals[(int)family] += alone.Totals[(int)family];
                }

                return;
            }

            if (entry >= 0)
            {
                if (entry >= Known.Length)
                {
                    var more = new WordSums[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << 15, entry + 1))];
                    Known.CopyTo(more, 0);
                    Known = more;
                }

                Known[entry] = WorkOut(stem, form, letters);
                Take(Known[entry]);
                return;
            }

            ref var cached = ref unknown[(int)form & (UnknownWords - 1)];
            if (cached.Form != form || cached.Stem != stem)
            {
                cached.Form = form;
                cached.Stem = stem;
                cached.Sums = WorkOut(stem, form, letters);
            }

            Take(cached.Sums);
        }

        private readonly Adder Alone(ulong stem, ulong form, ReadOnlySpan<char> letters)
        {
            var alone = new Adder(table, spare);
            FeatureExtractor.WordAlone(stem, form, 0, ref alone);
            FeatureExtractor.CharacterGrams(letters, 0, ref alone);
            alone.Finish();
            return alone;
        }

        private readonly WordSums WorkOut(ulong stem, ulong form, ReadOnlySpan<char> letters)
        {
            var alone = Alone(stem, form, letters);
            return new WordSums { Word = Narrow(alone, FeatureFamily.Word), Characters = Narrow(alone, FeatureFamily.Character) };
        }

        private static Vector128<short> Narrow(in Adder alone, FeatureFamily family)
        {
            var sums = alone.Sums[(int)family];
            return Vector128.Narrow(sums.GetLower(), sums.GetUpper()).WithElement(CountLane, (short)alone.Totals[(int)family]);
        }
    }

    private readonly struct Sharer(WeightTable table, double[] factors, double[] shares) : IFeatureSink
    {
        /// <summary>Features of the whole text belong to no token.</summary>
        private const int Near = 8;

        public void Add(FeatureFamily family, ulong feature, int first, int last)
        {
            var sums = Vector256<int>.Zero;
            if (!table.Add(FeatureFamilies.Salt(family, feature), ref sums) || last - first > Near)
            {
                return;
            }

            var weight = sums[LabelNames.Count] * factors[(int)family];
            shares[first] += weight / 2;
            shares[last] += weight / 2;
        }
    }
}
