using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Collection;
using Monitor.Worker.Evidence;
using Monitor.Worker.Intake;
using Monitor.Worker.Review;

namespace Monitor.Worker.Tests;

/// <summary>Things that a test needs one of and does not care which; what it cares about it says.</summary>
internal static class Some
{
    /// <summary>A text that is nobody's business.</summary>
    public const string HarmlessText = "Harga cabai rawit di Pasar Kajen turun menjadi empat puluh ribu rupiah per kilogram pekan ini.";

    /// <summary>A moment within the campaign of 2024.</summary>
    public static readonly DateTimeOffset Moment = new(2024, 10, 1, 3, 0, 0, TimeSpan.Zero);

    public static readonly Actor Admin = new("admin-uji", 1000, "admin");

    /// <summary>A temporary folder.</summary>
    public static TempFolder Folder() => new();

    /// <summary>The mode of a file; none where there are no modes.</summary>
    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public static Item Item(
        string text = HarmlessText,
        string id = "butir-1",
        string? url = null,
        string title = "",
        DateTimeOffset? published = null
    ) =>
        new()
        {
            NativeId = id,
            Url = url is null ? null : new Uri(url),
            Title = title,
            Text = text,
            Published = published,
            Capture = Capture($"<html><body>{text}</body></html>"),
        };

    public static Capture Capture(string body = "<html></html>", string url = "https://kabar.example/1") =>
        new(Encoding.UTF8.GetBytes(body), "text/html; charset=utf-8", new Uri(url), Moment, [new("content-type", "text/html")]);

    public static NewSource Source(string url = "https://kabar.example/rss", long? account = null, string? reads = null) =>
        new(
            "feed",
            new Uri(url),
            account,
            null,
            reads ?? (account is null ? SourceReads.Page : SourceReads.Entry),
            TimeSpan.FromMinutes(15)
        );

    /// <summary>An analyst, each name its own person.</summary>
    public static Reviewer Analyst(string name = "sari", string[]? regions = null, string instansi = "") =>
        new($"uid:{name}", name, IsLead: false, regions ?? [], instansi, new Actor(name, 1001, "analis"));

    /// <summary>A ketua.</summary>
    public static Reviewer Lead(string name = "kartika") => new($"uid:{name}", name, IsLead: true, [], "", new Actor(name, 1002, "ketua"));

    public static GivenVerdict Confirmation(long flag, string form = "D-6") =>
        new(flag, Verdict.Confirm, form, null, "mengajak memilih satu pasangan calon") { Particulars = Particulars() };

    /// <summary>What a confirmation of an act in the campaign of 2024 names.</summary>
    public static Particulars Particulars(string phase = "pilkada-2024:kampanye") =>
        new()
        {
            Phase = phase,
            EventAt = Moment.AddHours(-2),
            EventKnown = "cap_waktu_platform",
            Ownership = "didaftarkan_sendiri",
        };

    public static GivenVerdict Dismissal(long flag, string ground = "netral_informasi") =>
        new(flag, Verdict.Dismiss, null, ground, "jadwal resmi KPU");
}
