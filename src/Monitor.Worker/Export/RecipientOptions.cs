using System.Globalization;
using System.Text.RegularExpressions;
using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Quartz;

namespace Monitor.Worker.Export;

/// <summary>One entry of <c>Export:Recipients</c>: a new receiver is data. What is null is as the section says.</summary>
internal sealed partial class RecipientOptions
{
    /// <summary>What a name may be made of: it is part of file names.</summary>
    public const string NamePattern = "^[a-z0-9][a-z0-9-]*$";

    /// <summary>Characters of a name.</summary>
    public const int LongestName = 40;

    private const string Tab = "\t";

    // 3 December 2024, 14:05:06 in WITA: no part can be mistaken for another.
    private static readonly DateTimeOffset Trial = new(2024, 12, 3, 14, 5, 6, TimeSpan.FromHours(8));

    public string Name { get; set; } = "";
    public bool? RequireKajian { get; set; }

    /// <summary>The columns in their order, each <c>column</c> or <c>column=Heading</c>; empty for all under their own names.</summary>
    public IList<string> Columns { get; set; } = [];

    /// <summary>How a date is written, for example <c>dd-MM-yyyy</c>.</summary>
    public string? DateFormat { get; set; }

    /// <summary>How a time is written; without <c>zzz</c> it is the local time of the finding's region.</summary>
    public string? TimeFormat { get; set; }

    /// <summary>One of <c>, ; |</c> or <c>tab</c>.</summary>
    public string? Separator { get; set; }

    /// <summary>A name of <see cref="CsvEncoding"/>.</summary>
    public string? Encoding { get; set; }
    public bool? ByteOrderMark { get; set; }
    public bool? MarkCodes { get; set; }
    public LineBreaks? LineBreaks { get; set; }
    public RowEnd? RowEnd { get; set; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan? AnswerWithin { get; set; }

    /// <summary>When the daemon delivers by itself; empty for by hand only.</summary>
    public string? Schedule { get; set; }
    public string? TimeZone { get; set; }

    /// <summary>The folder itself, without one for each recipient in it.</summary>
    public string? Folder { get; set; }
    public string? Group { get; set; }
    public string? Mode { get; set; }
    public TimeSpan? KeepFilesFor { get; set; }

    /// <summary>The profile with what the section says where this entry is silent.</summary>
    public CsvProfile Profile(bool byteOrderMark, bool markCodes) =>
        new()
        {
            Columns = Columns.Count == 0 ? null : [.. Columns.Select(ProfileColumn.Of)],
            DateFormat = DateFormat ?? CsvProfile.OwnDate,
            TimeFormat = TimeFormat ?? CsvProfile.OwnTime,
            Separator = SeparatorOf(Separator ?? ",") ?? ",",
            Encoding = Encoding ?? CsvEncoding.Utf8,
            ByteOrderMark = CsvEncoding.IsUnicode(Encoding ?? CsvEncoding.Utf8) && (ByteOrderMark ?? byteOrderMark),
            MarkCodes = MarkCodes ?? markCodes,
            LineBreaks = LineBreaks ?? Export.LineBreaks.Blank,
            RowEnd = RowEnd ?? Export.RowEnd.Crlf,
        };

    /// <summary>Everything that is wrong with the entry, each as it follows its place in the list.</summary>
    public IEnumerable<Sentence> Problems()
    {
        if (Name.Length is 0 or > LongestName || !NameRule().IsMatch(Name))
        {
            yield return new Sentence(
                $"Name harus huruf kecil, angka, dan tanda hubung (paling panjang {LongestName}), nilainya '{Name}'",
                $"Name must be lower-case letters, digits and hyphens (at most {LongestName}), was '{Name}'"
            );
        }

        foreach (var (key, problem) in DeliveryProblems(Schedule ?? "", TimeZone, Group ?? "", Mode))
        {
            yield return new Sentence($"{key} {problem.Id}", $"{key} {problem.En}");
        }

        if (KeepFilesFor < TimeSpan.FromDays(1))
        {
            yield return new Sentence(
                $"KeepFilesFor paling singkat 1.00:00:00, nilainya '{KeepFilesFor}'",
                $"KeepFilesFor must be at least 1.00:00:00, was '{KeepFilesFor}'"
            );
        }

        if (AnswerWithin < TimeSpan.FromDays(1))
        {
            yield return new Sentence(
                $"AnswerWithin paling singkat 1.00:00:00, nilainya '{AnswerWithin}'",
                $"AnswerWithin must be at least 1.00:00:00, was '{AnswerWithin}'"
            );
        }

        foreach (var problem in ColumnProblems())
        {
            yield return problem;
        }

        if (DateFormat is not null && !Tells(DateFormat, "yyyy-MM-dd"))
        {
            yield return new Sentence(
                $"DateFormat harus memuat tahun (yyyy), bulan (MM), dan hari (dd), nilainya '{DateFormat}'",
                $"DateFormat must hold the year (yyyy), the month (MM) and the day (dd), was '{DateFormat}'"
            );
        }

        if (TimeFormat is not null && !Tells(TimeFormat, "yyyy-MM-dd HH:mm"))
        {
            yield return new Sentence(
                $"TimeFormat harus memuat tahun, bulan, hari, jam (HH), dan menit (mm), nilainya '{TimeFormat}'",
                $"TimeFormat must hold the year, month, day, hour (HH) and minute (mm), was '{TimeFormat}'"
            );
        }

        if (Separator is not null && SeparatorOf(Separator) is null)
        {
            yield return new Sentence(
                $"Separator harus ',', ';', '|' atau 'tab', nilainya '{Separator}'",
                $"Separator must be ',', ';', '|' or 'tab', was '{Separator}'"
            );
        }

        if (Encoding is not null && !CsvEncoding.All.Contains(Encoding, StringComparer.Ordinal))
        {
            yield return new Sentence(
                $"Encoding harus salah satu dari {string.Join(", ", CsvEncoding.All)}, nilainya '{Encoding}'",
                $"Encoding must be one of {string.Join(", ", CsvEncoding.All)}, was '{Encoding}'"
            );
        }
        else if (ByteOrderMark == true && !CsvEncoding.IsUnicode(Encoding ?? CsvEncoding.Utf8))
        {
            yield return new Sentence(
                $"ByteOrderMark hanya ada pada utf-8 dan utf-16, sedangkan Encoding '{Encoding}'",
                $"ByteOrderMark exists in utf-8 and utf-16 only, and Encoding is '{Encoding}'"
            );
        }
    }

    /// <summary>What is wrong with the settings of a delivery, each as it follows the key it is about.</summary>
    public static IEnumerable<(string Key, Sentence Sentence)> DeliveryProblems(string schedule, string? zone, string group, string? mode)
    {
        if (schedule.Length > 0 && !CronExpression.TryParse(schedule, out _))
        {
            yield return (
                nameof(Schedule),
                new Sentence(
                    $"harus ekspresi cron Quartz seperti '0 0 6 ? * MON-FRI', nilainya '{schedule}'",
                    $"must be a Quartz cron expression like '0 0 6 ? * MON-FRI', was '{schedule}'"
                )
            );
        }

        if (zone is not null && !Zones.ById.ContainsKey(zone))
        {
            yield return (
                nameof(TimeZone),
                new Sentence(
                    $"harus salah satu dari {string.Join(", ", Zones.ById.Keys)}, nilainya '{zone}'",
                    $"must be one of {string.Join(", ", Zones.ById.Keys)}, was '{zone}'"
                )
            );
        }

        if (group.Length > 0 && OperatingSystem.IsLinux() && UserAccounts.GidOf(group) is null)
        {
            yield return (
                nameof(Group),
                new Sentence(
                    $"menyebut grup '{group}' yang tidak ada di sistem ini",
                    $"names the group '{group}', which this system does not have"
                )
            );
        }

        if (mode is not null && FileRights.Read(mode) is null)
        {
            yield return (
                nameof(Mode),
                new Sentence(
                    $"harus 0600, 0400, 0640, 0440 atau 0660, nilainya '{mode}': berkas memuat NIP utuh",
                    $"must be 0600, 0400, 0640, 0440 or 0660, was '{mode}': whole NIPs are in the files"
                )
            );
        }
    }

    private IEnumerable<Sentence> ColumnProblems()
    {
        if (Columns.Count == 0)
        {
            yield break;
        }

        var columns = Columns.Select(ProfileColumn.Of).ToList();
        foreach (var column in columns.Where(column => Export.Columns.Find(column.Name) is null))
        {
            yield return new Sentence(
                $"Columns memuat kolom '{column.Name}' yang tidak ada di docs/bkn-export.md",
                $"Columns names '{column.Name}', which is no column of docs/bkn-export.md"
            );
        }

        foreach (var column in columns.Where(column => column.Heading.Length == 0 || column.Heading.Any(char.IsControl)))
        {
            yield return new Sentence(
                $"Columns: judul kolom '{column.Name}' kosong atau memuat karakter kendali",
                $"Columns: the heading of '{column.Name}' is empty or holds a control character"
            );
        }

        foreach (var twice in columns.GroupBy(column => column.Name).Where(group => group.Count() > 1))
        {
            yield return new Sentence(
                $"Columns memuat kolom '{twice.Key}' lebih dari sekali",
                $"Columns names '{twice.Key}' more than once"
            );
        }

        foreach (var twice in columns.GroupBy(column => column.Heading).Where(group => group.Count() > 1))
        {
            yield return new Sentence(
                $"Columns memberi judul '{twice.Key}' kepada lebih dari satu kolom",
                $"Columns gives the heading '{twice.Key}' to more than one column"
            );
        }

        // Without these a withdrawal could not be told from an accusation.
        foreach (var needed in Export.Columns.OfEveryProfile.Where(name => columns.TrueForAll(column => column.Name != name)))
        {
            yield return new Sentence(
                $"Columns wajib memuat '{needed}': tanpanya koreksi dan pencabutan tidak dapat dikenali",
                $"Columns must hold '{needed}': without it a correction or withdrawal cannot be told"
            );
        }
    }

    private static string? SeparatorOf(string written) =>
        written switch
        {
            "," or ";" or "|" => written,
            "tab" or Tab => Tab,
            _ => null,
        };

    // A format tells a moment when reading what it wrote gives that moment again.
    private static bool Tells(string format, string kept)
    {
        try
        {
            var written = Trial.ToString(format, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(written, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
                && read.ToString(kept, CultureInfo.InvariantCulture) == Trial.ToString(kept, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            // Not a format at all, which is the answer to the question.
            return false;
        }
    }

    [GeneratedRegex(NamePattern, RegexOptions.NonBacktracking)]
    private static partial Regex NameRule();
}
