namespace Monitor.Classifier;

/// <summary>What a model says of itself: what it was trained on, how well it did on rows it had not seen, where its thresholds are.</summary>
public sealed record ModelInfo
{
    /// <summary>The family of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The first twelve hexadecimal digits of the SHA-256 of the weights. Filled when the model is read.</summary>
    public string Version { get; init; } = "";

    /// <summary>How the weights were found.</summary>
    public required string Learner { get; init; }

    /// <summary>The version and commit of the program that trained it; empty in models older than this line.</summary>
    public string Code { get; init; } = "";

    /// <summary>The seed of every shuffle.</summary>
    public required int Seed { get; init; }

    /// <summary>The hash of the cue classes and lexicons the texts were read with.</summary>
    public required string Lexicon { get; init; }

    /// <summary>What it was trained on.</summary>
    public required IReadOnlyList<DataSet> TrainedOn { get; init; }

    /// <summary>Measured on rows held out by source or block, by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Thresholds of the score, by name.</summary>
    public required IReadOnlyDictionary<string, double> Thresholds { get; init; }

    /// <summary>One file of the training data.</summary>
    /// <param name="File">Its name, without folders.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Sha256">The hash of its bytes.</param>
    public sealed record DataSet(string File, int Rows, string Sha256);
}
