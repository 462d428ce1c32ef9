namespace Monitor.Classifier.Training;

/// <summary>What a training run may be told. The defaults made the shipped model.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds every shuffle.</summary>
    public int Seed { get; init; } = 20_24;

    /// <summary>A feature in fewer documents is not learned.</summary>
    public int MinimumDocuments { get; init; } = 2;

    /// <summary>How loudly each family of features speaks, in the order of <see cref="Features.FeatureFamily"/>.</summary>
    public float[] FamilyWeights { get; init; } = [1, 1, 1, 1];

    /// <summary>The weight of the loss against the regulariser.</summary>
    public double Cost { get; init; } = 0.1;

    /// <summary>The weight of a row that a second careful reader could label differently.</summary>
    public float DoubtfulWeight { get; init; } = 0.5f;

    /// <summary>The weight table has two to this many slots.</summary>
    public int TableBits { get; init; } = 20;
}
