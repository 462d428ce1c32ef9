using System.Globalization;

namespace Monitor.Worker.Cli;

/// <summary>How far a long verb is, on standard error, for a person only.</summary>
internal sealed class ModelProgress(Invocation call) : IProgress<double>
{
    /// <inheritdoc />
    public void Report(double value)
    {
        if (call.Terminal.Interactive)
        {
            call.Terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value, 4:P0}{(value >= 1 ? "\n" : "")}"));
        }
    }
}
