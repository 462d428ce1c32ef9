namespace Monitor.Worker.Summaries;

/// <summary>
/// Keeps back small counts, and as many others as are needed so that no small one can be worked out from sums (primary and complementary cell
/// suppression). One of these holds every count of a page, because a sum in one table tells about the cells of another.
/// </summary>
/// <remarks>
/// A reader is taken to know every number that is shown, every sum that the tables have, and that a count which is kept back is not 0. A small count is
/// safe when there is a twin: other numbers in the places that are kept back, with which every sum is right as well and this count is
/// <see cref="Least"/>. The twin is really looked for, so that what is called safe is safe; where the search gives up, more is kept back. What another
/// page shows, of another period or other regions, is not known here.
/// </remarks>
internal sealed class Suppression
{
    /// <summary>Counts from 1 to one less are kept back. 0 is shown: it is about nobody.</summary>
    public const int Least = 5;

    // Twins that are there are found in a few steps; a search that is longer than this costs more than one count kept back.
    private const int MostSteps = 2_000;

    private readonly List<Count> _counts = [];
    private readonly List<Sum> _sums = [];
    private readonly Dictionary<Count, List<Sum>> _sumsOf = [];

    /// <summary>A count that belongs to the page.</summary>
    public Count Of(long value)
    {
        var count = new Count(value, isHidden: true);
        _counts.Add(count);
        _sumsOf[count] = [];
        return count;
    }

    /// <summary>Says that one count is the sum of others.</summary>
    /// <exception cref="InvalidOperationException">It is not: then the page would contradict itself.</exception>
    public void Sums(Count total, IReadOnlyList<Count> parts)
    {
        if (total.Value != parts.Sum(part => part.Value))
        {
            throw new InvalidOperationException($"{parts.Count} parts of a sum do not add up to their total.");
        }

        var sum = new Sum(total, parts);
        _sums.Add(sum);
        foreach (var member in sum.Members)
        {
            _sumsOf[member].Add(sum);
        }
    }

    /// <summary>Decides what is shown. The same counts give the same answer.</summary>
    public void Protect()
    {
        foreach (var count in _counts)
        {
            Keep(count, IsSmall(count));
        }

        // What a twin changes; it stays a twin while all of that is kept back.
        var twins = new Dictionary<Count, IReadOnlyCollection<Count>>();
        foreach (var small in _counts.FindAll(IsSmall))
        {
            // Each turn keeps one more back, so that it ends.
            var twin = new Twin(_sumsOf, small).Find();
            while (twin is null && Cover(small) is { } cover)
            {
                Keep(cover, back: true);
                twin = new Twin(_sumsOf, small).Find();
            }

            // With nothing shown but zeros all that hangs together could as well be five times as much.
            twin ??= _counts.FindAll(count => count.IsHidden);
            twins[small] = twin;
        }

        // What was kept back early may not be needed any more.
        foreach (var count in _counts.Where(count => count.IsHidden && !IsSmall(count)).OrderByDescending(count => count.Value).ToList())
        {
            Keep(count, back: false);
            var other = twins
                .Where(twin => twin.Value.Contains(count))
                .Select(twin => (twin.Key, Twin: new Twin(_sumsOf, twin.Key).Find()))
                .TakeWhile(found => found.Twin is not null)
                .ToList();
            if (other.Count < twins.Values.Count(twin => twin.Contains(count)))
            {
                Keep(count, back: true);
                continue;
            }

            other.ForEach(found => twins[found.Key] = found.Twin!);
        }
    }

    private void Keep(Count count, bool back)
    {
        count.IsHidden = back;
        _sumsOf[count].ForEach(sum => sum.Look(_sumsOf));
    }

    private static bool IsSmall(Count count) => count.Value is > 0 and < Least;

    private static bool IsShown(Count count) => !count.IsHidden && count.Value > 0;

    // In a sum where one count alone is kept back that count is told, and what leans on it falls with it: such sums first. There the smallest part
    // that is still shown costs the reader least; the total only when there is no part left. Null when nothing more is shown.
    private Count? Cover(Count exposed)
    {
        var telling = AboutOf(exposed).FindAll(sum => sum.Members.Exists(IsShown));
        var sum =
            telling.Find(sum => sum.Members.Contains(exposed) && sum.TellsOne)
            ?? telling.Find(sum => sum.TellsOne)
            ?? telling.Find(sum => sum.Members.Contains(exposed))
            ?? telling.FirstOrDefault();
        return sum is null ? null : sum.Parts.Where(IsShown).MinBy(part => part.Value) ?? sum.Total;
    }

    // The sums that say anything about a count, by way of what is kept back.
    private List<Sum> AboutOf(Count count)
    {
        var sums = new List<Sum>(_sumsOf[count]);
        for (var at = 0; at < sums.Count; at++)
        {
            sums.AddRange(sums[at].Hidden.SelectMany(member => _sumsOf[member]).Except(sums).ToList());
        }

        return sums;
    }

    private sealed class Sum(Count total, IReadOnlyList<Count> parts)
    {
        public Count Total => total;
        public IReadOnlyList<Count> Parts => parts;
        public List<Count> Members { get; } = [.. parts, total];

        /// <summary>Members that are kept back: first those that stand in few sums and can give much.</summary>
        public List<Count> Hidden { get; private set; } = [];

        public bool TellsOne => Hidden.Count == 1;

        public void Look(Dictionary<Count, List<Sum>> sumsOf) =>
            Hidden = [
                .. Members
                    .Where(member => member.IsHidden)
                    .OrderBy(member => sumsOf[member].Count)
                    .ThenByDescending(member => member.Value),
            ];
    }

    /// <summary>Looks for other numbers in the places that are kept back, with which a small count would be large enough.</summary>
    private sealed class Twin(Dictionary<Count, List<Sum>> sumsOf, Count asked)
    {
        private readonly Dictionary<Count, long> _changes = [];
        private readonly Dictionary<Sum, long> _errors = [];
        private int _steps;

        /// <summary>The places it changes; null when none is found.</summary>
        public IReadOnlyCollection<Count>? Find()
        {
            Change(asked, Least - asked.Value);
            return Balance() ? _changes.Keys : null;
        }

        // Every sum that the changes so far have put wrong is put right by changing another of its members, as far as that one can give.
        private bool Balance()
        {
            if (_errors.Count == 0)
            {
                return true;
            }

            // The one with the least choice first: where there is none, nothing else need be tried.
            var (wrong, error) = _errors.MinBy(pair => pair.Key.Hidden.Count);
            foreach (var member in wrong.Hidden)
            {
                if (_changes.ContainsKey(member))
                {
                    continue;
                }

                if (++_steps > MostSteps)
                {
                    return false;
                }

                var change = Math.Max(member == wrong.Total ? error : -error, 1 - member.Value);
                if (change == 0)
                {
                    continue;
                }

                Change(member, change);
                if (Balance())
                {
                    return true;
                }

                Change(member, -change);
                _changes.Remove(member);
            }

            return false;
        }

        private void Change(Count count, long by)
        {
            _changes[count] = _changes.GetValueOrDefault(count) + by;
            foreach (var sum in sumsOf[count])
            {
                var error = _errors.GetValueOrDefault(sum) + (count == sum.Total ? -by : by);
                if (error == 0)
                {
                    _errors.Remove(sum);
                }
                else
                {
                    _errors[sum] = error;
                }
            }
        }
    }
}
