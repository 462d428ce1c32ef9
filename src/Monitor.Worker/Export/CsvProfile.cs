using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Quartz;

namespace Monitor.Worker.Export;

/// <summary>Who receives batches, and how.</summary>
/// <param name="Name">Part of every file name.</param>
/// <param name="RequireKajian">Whether a finding needs its kajian before it leaves.</param>
/// <param name="Profile">The shape of the CSV.</param>
/// <param name="AnswerWithin">How long an answer may take.</param>
/// <param name="Delivery">How the daemon itself delivers.</param>
internal sealed record Recipient(string Name, bool RequireKajian, CsvProfile Profile, TimeSpan AnswerWithin, DeliveryPlan Delivery);

/// <summary>How the daemon itself delivers to a recipient.</summary>
/// <param name="Folder">Where to; empty for the folder of this name in the data folder's <c>exports</c>.</param>
/// <param name="Group">The group that the files are given to; empty for the daemon's own.</param>
/// <param name="Mode">Of the files.</param>
/// <param name="KeepFree">Bytes that must stay free on the disk.</param>
/// <param name="KeepFilesFor">How long files are kept; null for ever.</param>
/// <param name="Schedule">When, in the zone of the recipient; null for by hand only.</param>
internal sealed record DeliveryPlan(
    string Folder,
    string Group,
    UnixFileMode Mode,
    long KeepFree,
    TimeSpan? KeepFilesFor,
    CronExpression? Schedule
);

/// <summary>What becomes of line breaks inside a cell.</summary>
internal enum LineBreaks
{
    /// <summary>Several in a row become one blank, so that a row is one line.</summary>
    Blank,

    /// <summary>They stay, each as LF: the cell is quoted, and the row has several lines.</summary>
    Keep,
}

/// <summary>What ends a row.</summary>
internal enum RowEnd
{
    /// <summary>As RFC 4180 has it.</summary>
    Crlf,

    /// <summary>As Unix has it.</summary>
    Lf,
}

/// <summary>One column of a recipient's file.</summary>
/// <param name="Name">As docs/bkn-export.md names it.</param>
/// <param name="Heading">As the recipient wants it named.</param>
internal sealed record ProfileColumn(string Name, string Heading)
{
    /// <summary>From <c>column</c> or <c>column=Heading</c>.</summary>
    public static ProfileColumn Of(string written) =>
        written.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
            ? new(written[..at].Trim(), written[(at + 1)..].Trim())
            : new(written.Trim(), written.Trim());
}

/// <summary>
/// The shape of a recipient's CSV. It is stored with each batch, so that a batch made again comes out the same whatever the configuration says by then.
/// A change of this record must read what was stored before.
/// </summary>
internal sealed record CsvProfile
{
    /// <summary>How the stored cells write a date.</summary>
    public const string OwnDate = "yyyy-MM-dd";

    /// <summary>How the stored cells write a time.</summary>
    public const string OwnTime = "yyyy-MM-ddTHH:mm:sszzz";

    /// <summary>Null for every column under its own name.</summary>
    public IReadOnlyList<ProfileColumn>? Columns { get; init; }
    public string DateFormat { get; init; } = OwnDate;
    public string TimeFormat { get; init; } = OwnTime;
    public string Separator { get; init; } = ",";

    /// <summary>A name of <see cref="CsvEncoding"/>.</summary>
    public string Encoding { get; init; } = CsvEncoding.Utf8;
    public bool ByteOrderMark { get; init; }
    public bool MarkCodes { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<LineBreaks>))]
    public LineBreaks LineBreaks { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<RowEnd>))]
    public RowEnd RowEnd { get; init; }

    /// <summary>Whether the recipient gets this column.</summary>
    public bool Has(string column) => Columns is null || Columns.Any(one => one.Name == column);

    /// <summary>A stored value as this recipient reads dates and times; every other value is untouched.</summary>
    public string Shape(string column, string value) =>
        value.Length == 0
            ? value
            : Export.Columns.Find(column)?.Holds switch
            {
                ColumnHolds.Day => Rewritten(value, OwnDate, DateFormat),
                ColumnHolds.Moment => Rewritten(value, OwnTime, TimeFormat),
                _ => value,
            };

    private static string Rewritten(string value, string own, string wanted) =>
        own == wanted
            ? value
            : DateTimeOffset
                .ParseExact(value, own, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                .ToString(wanted, CultureInfo.InvariantCulture);
}

/// <summary>The encodings that a recipient may ask for.</summary>
/// <remarks>
/// What an older encoding does not have becomes a question mark, and is whole in the JSON Lines beside it. The runtime's own "best fit" is kept out: it
/// would turn a full-width equals sign into a plain one, after the cell was found to be harmless.
/// </remarks>
internal static class CsvEncoding
{
    public const string Utf8 = "utf-8";
    public const string Utf16 = "utf-16";

    /// <summary>By the names of IANA.</summary>
    public static readonly IReadOnlyList<string> All = [Utf8, Utf16, "windows-1252", "iso-8859-1", "us-ascii"];

    public static bool IsUnicode(string name) => name is Utf8 or Utf16;

    /// <summary>The encoding, without a mark of its own.</summary>
    public static Encoding Of(string name)
    {
        var (unknown, broken) = (new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);
        return name switch
        {
            Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252, unknown, broken)!,
            _ => Encoding.GetEncoding(name, unknown, broken),
        };
    }
}
