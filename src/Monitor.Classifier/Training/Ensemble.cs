using Monitor.Classifier.Learning;
using Monitor.Classifier.Model;

namespace Monitor.Classifier.Training;

/// <summary>The linear model and the nets, trained on the same rows, at full precision.</summary>
public sealed class Ensemble
{
    private readonly LinearModel linear;
    private readonly NetTrainer nets;
    private readonly float netShare;

    private Ensemble(LinearModel linear, NetTrainer nets, float netShare)
    {
        this.linear = linear;
        this.nets = nets;
        this.netShare = netShare;
    }

    /// <summary>Trains both on the rows whose numbers are given.</summary>
    public static Ensemble Train(TrainingSet set, IReadOnlyList<int> rows, TrainingOptions options, ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        Document[] documents = [.. rows.Select(i => set.Documents[i])];
        Label[] labels = [.. rows.Select(i => set.Rows[i].Label)];
        float[] weights = [.. rows.Select(i => set.Weight(i, options))];
        var weighed = LinearModel.Train(set.Vocabulary, documents, labels, weights, options, learner);
        return new Ensemble(weighed, NetTrainer.Train(set.Vectors, documents, labels, weights, options), options.NetShare);
    }

    /// <summary>The six logits of a document.</summary>
    public double[] Logits(Document document)
    {
        var logits = linear.Logits(document);
        NetralitasModel.Mix(logits, nets.Logits(document), netShare);
        return logits;
    }

    /// <summary>The model as it is shipped, in eight bits.</summary>
    public NetralitasModel Quantise(ModelInfo info, Calibration calibration, int tableBits)
    {
        var (table, scales, _) = linear.Quantise(tableBits);
        return new NetralitasModel(info, table, scales, [.. linear.Biases], nets.Quantise(), netShare, calibration);
    }
}
