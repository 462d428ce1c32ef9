using System.Text.Json;

namespace Monitor.Worker.Audit;

/// <summary>How many rows lost their details, and how many older ones could not.</summary>
internal sealed record ErasedRows(int Erased, int Left);

/// <summary>Which rows an erasure took the details from: first and last of each run.</summary>
internal sealed record ErasedList(IReadOnlyList<long[]> Rows);

/// <summary>Holds the rows without details, met on a walk over the chain, against the rows that say which details were erased.</summary>
internal sealed class ErasedDetails
{
    /// <summary>The verb of the row that names what was erased.</summary>
    public const string Verb = "audit.erase_details";

    private readonly SortedSet<long> _erased = [];
    private readonly HashSet<long> _explained = [];

    /// <summary>How many rows have no details any more.</summary>
    public long Count => _erased.Count;

    /// <summary>The first row whose details are gone though no row says so; null when there is none.</summary>
    public long? FirstUnexplained => _erased.Where(row => !_explained.Contains(row)).Select(row => (long?)row).FirstOrDefault();

    /// <summary>Takes note of a row of which the hash holds; false when its details are not those that the chain covers.</summary>
    public bool Accepts(AuditRow row)
    {
        if (!row.IsSealedRight())
        {
            return false;
        }

        if (row.IsErased)
        {
            // A list of erasures is never erased itself: whoever could do that could hide anything.
            _erased.Add(row.Sequence);
        }
        else if (row is { Verb: Verb, AfterState: not null })
        {
            foreach (var run in JsonSerializer.Deserialize<ErasedList>(row.AfterState, JsonSerializerOptions.Web)?.Rows ?? [])
            {
                for (var sequence = run[0]; sequence <= run[1]; sequence++)
                {
                    _explained.Add(sequence);
                }
            }
        }

        return true;
    }

    /// <summary>Ascending numbers as runs.</summary>
    public static List<long[]> Ranges(IReadOnlyList<long> ascending)
    {
        var runs = new List<long[]>();
        foreach (var number in ascending)
        {
            if (runs.Count > 0 && runs[^1][1] == number - 1)
            {
                runs[^1][1] = number;
            }
            else
            {
                runs.Add([number, number]);
            }
        }

        return runs;
    }
}
