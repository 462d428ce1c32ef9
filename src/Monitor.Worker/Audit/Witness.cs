using System.Globalization;
using System.Text.Json;
using Monitor.Worker.Language;

namespace Monitor.Worker.Audit;

/// <summary>Somebody outside the database who saw the chain: at this row it had this hash.</summary>
/// <param name="Sequence">The row; 0 is the beginning.</param>
/// <param name="Hash">Its hash, as was seen.</param>
/// <param name="From">Where that is written, for people.</param>
internal sealed record Witness(long Sequence, string Hash, string From)
{
    /// <summary>
    /// Reads a file of heads (<c>Audit:HeadFile</c>, one a line), or the manifest of an export or of a case folder, which names the point at which the
    /// chain stood when it was made.
    /// </summary>
    /// <exception cref="RefusalException">It cannot be read, or is neither; a line that is no head is named.</exception>
    public static async Task<List<Witness>> ReadAsync(string path, CancellationToken ct)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(path, ct);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"'{path}' tidak dapat dibaca: {exception.Message}",
                $"'{path}' cannot be read: {exception.Message}"
            );
        }

        return lines.Length > 0 && lines[0].StartsWith('{') ? [OfManifest(path, string.Join('\n', lines))] : [.. lines.Select(OfLine)];

        Witness OfLine(string line, int position) =>
            line.Split(' ') is [var sequence, { Length: 64 } hash, _]
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
                ? new Witness(row, hash, $"{path}:{position + 1}")
                : throw RefusalException.Broken(
                    $"{path}: baris {position + 1} bukan kepala rantai audit; berkas itu diubah.",
                    $"{path}: line {position + 1} is no head of an audit chain; the file was changed."
                );
    }

    private static Witness OfManifest(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var audit = document.RootElement.GetProperty("audit");
            return new Witness(audit.GetProperty("sequence").GetInt64(), audit.GetProperty("head").GetString() ?? "", path);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw RefusalException.Wrong(
                $"'{path}' bukan manifes yang menyebut kepala rantai audit.",
                $"'{path}' is no manifest that names the head of an audit chain."
            );
        }
    }
}
