namespace Monitor.Worker.Reports;

/// <summary>What a file is, by its first bytes: a name or a declared type is only what somebody says.</summary>
internal static class FileKind
{
    /// <summary>The media type; <c>application/octet-stream</c> for everything that is not a usual kind of proof.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) ? "application/pdf"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : bytes.Length > 12 && bytes[4..].StartsWith("ftyp"u8) ? "video/mp4"
        : "application/octet-stream";
}
