using Monitor.Classifier;
using Monitor.Classifier.Masking;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Ballots;

/// <summary>The classifier, blind to everybody who stands on a ballot that this program knows: its own files and the imported ones.</summary>
/// <remarks>Imports take effect with the next text, on every node that shares the database, without a restart.</remarks>
internal sealed class BlindClassifier(NetralitasClassifier shipped, BallotStore ballots, Database database) : IDisposable
{
    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile Blinded? _current;

    /// <summary>The classifier for the ballots as they are now.</summary>
    public async Task<NetralitasClassifier> CurrentAsync(CancellationToken ct) => (await BlindedAsync(ct)).Classifier;

    /// <summary>Every contest whose names are not seen, by code: the program's own and the imported ones.</summary>
    public async Task<IReadOnlyList<BallotSummary>> ListAsync(CancellationToken ct)
    {
        var current = await BlindedAsync(ct);
        return
        [
            .. current
                .Classifier.Masks.Contests.Select(contest => Summary(contest, current))
                .OrderBy(found => found.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>One contest with the words that are masked.</summary>
    /// <exception cref="RefusalException">There is none of that code.</exception>
    public async Task<BallotView> ShowAsync(string code, CancellationToken ct)
    {
        var current = await BlindedAsync(ct);
        var contest =
            current.Classifier.Masks.Contests.FirstOrDefault(contest => contest.Id == code)
            ?? throw RefusalException.NotFound($"Tidak ada kontes dengan kode '{code}'.", $"There is no contest of the code '{code}'.");
        return new BallotView(Summary(contest, current), [.. contest.Pairs.Select(pair => View(pair, current.Classifier.Masks))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _building.Dispose();

    private async Task<Blinded> BlindedAsync(CancellationToken ct)
    {
        var version = await database.ReadAsync(BallotStore.VersionAsync, ct);
        if (_current is { } current && current.Version == version)
        {
            return current;
        }

        // Many texts arrive at once after an import; one of them builds, the others wait.
        await _building.WaitAsync(ct);
        try
        {
            if (_current is { } built && built.Version >= version)
            {
                return built;
            }

            var (read, known) = await ballots.AllAsync(ct);
            var contests = known.ConvertAll(ballot =>
                shipped.Masks.ContestOf(ballot.Code, ballot.From, ballot.Until, ballot.Source, ballot.Lines)
            );
            return _current = new Blinded(
                read,
                contests.Count == 0 ? shipped : shipped.With(contests),
                known.ToDictionary(ballot => ballot.Code, StringComparer.Ordinal)
            );
        }
        finally
        {
            _building.Release();
        }
    }

    private static BallotSummary Summary(Contest contest, Blinded current)
    {
        var imported = current.Imported.GetValueOrDefault(contest.Id);
        return new BallotSummary(
            contest.Id,
            imported?.Kind ?? "",
            imported?.Region ?? "",
            contest.From,
            contest.Until,
            contest.Pairs.Count,
            contest.Source,
            imported is not null
        );
    }

    private static PairView View(Pair pair, MaskingLexicon masks) =>
        new(
            pair.Number,
            [.. pair.People.Select(person => person.Name)],
            [
                .. pair
                    .People.SelectMany(masks.FormsOf)
                    .Concat(pair.PairNames)
                    .Concat(pair.Slogans)
                    .Concat(pair.Coalitions)
                    .Concat(pair.Gestures)
                    .Select(alias => new MaskedWord(alias.Text, $"{alias.Strength}".ToLowerInvariant()))
                    .Concat(pair.Handles.Select(handle => new MaskedWord($"@{handle}", "sure"))),
            ]
        );

    private sealed record Blinded(long Version, NetralitasClassifier Classifier, IReadOnlyDictionary<string, Ballot> Imported);
}
