using Monitor.Worker.Accuracy;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli.Desk;

/// <summary>A text that is read blind, as rows of a screen: the words, and nothing that could lead the reader.</summary>
internal sealed class SampleSheet(SampleView sample, Tongue tongue) : ISheet
{
    /// <inheritdoc />
    public Row Bar(int width, DateTimeOffset now) =>
        Row.Of(
                Pick(
                    $" Contoh {sample.Id}  dibaca buta  {sample.Waiting} lagi menunggu",
                    $" Sample {sample.Id}  read blind  {sample.Waiting} more wait"
                ),
                Ink.Bar
            )
            .Fit(width);

    /// <inheritdoc />
    public IReadOnlyList<Row> Rows(int width)
    {
        var rows = new List<Row>(Row.Wrap(FlagScreen.Printable(sample.Text), width));
        if (sample.Shared is { } shared)
        {
            rows.Add(Row.Empty);
            rows.AddRange(Row.Wrap(Pick("Meneruskan tulisan orang lain:", "It passes on somebody else's words:"), width, ink: Ink.Faint));
            rows.AddRange(Row.Wrap(FlagScreen.Printable(shared), width));
        }

        return rows;
    }

    private string Pick(string id, string en) => tongue == Tongue.English ? en : id;
}
