using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Cli;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Cli;

/// <summary><c>monitor try feed</c>, <c>extract</c> and <c>match</c> on files and on standard input.</summary>
public sealed class TryCollectionVerbsTests : IDisposable
{
    private const string Rss =
        "<rss version=\"2.0\"><channel><title>Kabar</title><item><guid>1</guid><link>/a</link><title>Satu</title><description>Isi satu.</description><pubDate>Mon, 07 Oct 2024 14:05:00 +0700</pubDate></item></channel></rss>";

    private const string Html =
        "<html lang=\"id\"><head><meta property=\"og:site_name\" content=\"Kabar\"></head><body><article><h1>Judul</h1><p>Kepala dinas membuka pelatihan bagi pedagang pasar, lalu meninjau stan yang menjual hasil tani dari desa sekitar.</p></article></body></html>";

    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("-", false)]
    [InlineData("umpan.xml", false)]
    [InlineData("umpan.xml.gz", true)]
    public async Task FeedIsShownAsItsEntriesWhereverItIsRead(string file, bool packed)
    {
        var (code, output, _) = await RunAsync(Rss, file, packed, "feed", "--url", "https://kabar.example/rss");
        Assert.Equal(ExitCode.Done, code);
        var feed = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["title", "items"], feed.EnumerateObject().Select(member => member.Name));
        var item = Assert.Single(feed.GetProperty("items").EnumerateArray());
        Assert.Equal(["id", "url", "title", "text", "published", "authors"], item.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("1", "https://kabar.example/a", "Isi satu."), (Text(item, "id"), Text(item, "url"), Text(item, "text")));
        Assert.Equal(new DateTimeOffset(2024, 10, 7, 7, 5, 0, TimeSpan.Zero), item.GetProperty("published").GetDateTimeOffset());
    }

    [Fact]
    public async Task WhatIsNoFeedIsToldInOneSentenceAndExitsWithOne()
    {
        var (code, output, error) = await RunAsync(Html, "-", packed: false, "feed");
        Assert.Equal((ExitCode.Finding, ""), (code, output));
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("-", false)]
    [InlineData("berita.html", false)]
    [InlineData("berita.html.gz", true)]
    public async Task ArticleIsShownAsOneJsonForEachFile(string file, bool packed)
    {
        var (code, output, _) = await RunAsync(Html, file, packed, "extract", "--url", "https://kabar.example/a");
        Assert.Equal(ExitCode.Done, code);
        var article = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            ["file", "title", "text", "published", "authors", "language", "site"],
            article.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(("Judul", "id", "Kabar"), (Text(article, "title"), Text(article, "language"), Text(article, "site")));
        Assert.StartsWith("Kepala dinas membuka", Text(article, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PageThatCannotBeReadIsNamedAndTheOthersAreShown()
    {
        File.WriteAllText(_temp["dalam.html"], string.Concat(Enumerable.Repeat("<div>", 100_000)));
        File.WriteAllText(_temp["baik.html"], Html);
        var outcome = await CommandLine.RunAsync("try", "extract", _temp["dalam.html"], _temp["baik.html"]);
        var lines = outcome
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(ExitCode.Finding, outcome.Code);
        Assert.True(lines[0].TryGetProperty("problem", out _));
        Assert.Equal("Judul", Text(lines[1], "title"));
    }

    [Fact]
    public async Task MatchSaysWhomATextNamesWithTheEvidenceAndThatANameAloneIsToBeVerified()
    {
        await using var daemon = await Daemon.StartAsync();
        File.WriteAllText(
            _temp["asn.csv"],
            "nip;nama;jabatan;unit;instansi;kode_wilayah\n198001012005012001;Ratna Wulandari;Camat;Kecamatan Kajen;Pemerintah Kabupaten Pekalongan;33.26\n"
        );
        var imported = await CommandLine.RunAsync("asn", "import", _temp["asn.csv"], "--socket", daemon.Host.Socket, "--as", "admin");
        Assert.True(imported.Code == ExitCode.Done, imported.Out + imported.Error);
        string[] over = ["match", "--socket", daemon.Host.Socket, "--as", "analis"];
        var named = await RunAsync("Camat Kajen Ratna Wulandari hadir.", "berita.txt", packed: false, over);
        Assert.True(named.Code == ExitCode.Done, named.Error);
        Assert.Contains("Ratna Wulandari", named.Output, StringComparison.Ordinal);
        Assert.Contains("\t0+11\tCamat Kajen", named.Output, StringComparison.Ordinal);
        var alone = await RunAsync("Ratna Wulandari hadir di Kabupaten Pekalongan.", "-", packed: false, over);
        Assert.Contains("identitas perlu diverifikasi", alone.Output, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private async Task<(int Code, string Output, string Error)> RunAsync(string input, string file, bool packed, params string[] words)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        if (file != "-")
        {
            file = _temp[file];
            using var stream = File.Create(file);
            using var gzip = packed ? new GZipStream(stream, CompressionLevel.Fastest) : null;
            ((Stream?)gzip ?? stream).Write(bytes);
        }

        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var text = new StringReader(input);
        var terminal = new Terminal
        {
            In = text,
            OpenIn = () => new MemoryStream(bytes),
            Out = output,
            Error = error,
            Interactive = false,
            ReadKeyAsync = _ => Task.FromResult<char?>(null),
            Console = Terminal.ConsoleOver(output, redirected: true),
        };
        var code = await App.RunAsync(["try", words[0], file, .. words[1..]], terminal, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
