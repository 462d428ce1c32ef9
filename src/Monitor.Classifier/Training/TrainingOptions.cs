namespace Monitor.Classifier.Training;

/// <summary>What a training run may be told. The defaults made the shipped model.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds every shuffle.</summary>
    public int Seed { get; init; } = 20_24;

    /// <summary>A feature in fewer documents is not learned.</summary>
    public int MinimumDocuments { get; init; } = 2;

    /// <summary>How loudly each family of features speaks, in the order of <see cref="Features.FeatureFamily"/>.</summary>
    public float[] FamilyWeights { get; init; } = [1, 1.8f, 1, 0.85f];

    /// <summary>How much louder a feature is that positives and others use unlike: the power of its log-count ratio; 0 for not at all.</summary>
    public float RatioPower { get; init; } = 0.25f;

    /// <summary>The weight of the loss against the regulariser.</summary>
    public double Cost { get; init; } = 0.4;

    /// <summary>The weight of a row that a second careful reader could label differently.</summary>
    public float DoubtfulWeight { get; init; } = 0.3f;

    /// <summary>The weight table has two to this many slots.</summary>
    public int TableBits { get; init; } = 20;

    /// <summary>How many nets vote.</summary>
    public int Nets { get; init; } = 2;

    /// <summary>How many filters each net has; a multiple of 32.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>How the nets are trained.</summary>
    public Learning.ConvolutionalNet.Schedule NetSchedule { get; init; } = new(5, 0.05f, 0.5f, 0.1f);

    /// <summary>How much of a logit the nets decide.</summary>
    public float NetShare { get; init; } = 0.25f;

    /// <summary>The weight of a row labelled by rule.</summary>
    public float WeakWeight { get; init; } = 0.6f;

    /// <summary>The share of positives that thresholds with a promised precision are chosen for.</summary>
    public double PositiveShare { get; init; } = 0.35;

    /// <summary>The share of positives the threshold with the best F1 is chosen for: a promise to nobody, it may suit busier times.</summary>
    public double BalancedShare { get; init; } = 0.45;

    /// <summary>How many everyday posts and how many news leads are taken from unlabelled text.</summary>
    public (int Everyday, int News) WeakRows { get; init; } = (8000, 4000);

    /// <summary>How many words the nets know at most.</summary>
    public int MostWords { get; init; } = 24_000;

    /// <summary>A rarer word gets no vector.</summary>
    public int WordMinimum { get; init; } = 4;

    /// <summary>Passes over the texts for word vectors.</summary>
    public int VectorEpochs { get; init; } = 5;

    /// <summary>How many news articles word vectors are learned from at most.</summary>
    public int VectorArticles { get; init; } = 20_000;

    /// <summary>How many groups of words there are, by grain.</summary>
    public (int Coarse, int Fine) WordGroups { get; init; } = (100, 300);
}
