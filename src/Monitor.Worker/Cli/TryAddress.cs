using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>The <c>--url</c> of a <c>monitor try</c> verb.</summary>
internal static class TryAddress
{
    /// <summary>The address, or null when none was given.</summary>
    /// <exception cref="RefusalException">It is no http or https address.</exception>
    public static Uri? Parse(string? written)
    {
        if (written is null)
        {
            return null;
        }

        return Uri.TryCreate(written, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw RefusalException.Wrong(
                $"--url harus alamat http atau https, bukan '{written}'.",
                $"--url takes an http or https address, was '{written}'."
            );
    }
}
