using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Cli;
using Monitor.Worker.Hosting;
using Monitor.Worker.Tests.Api;

namespace Monitor.Worker.Tests.Reports;

/// <summary><c>monitor report</c> from words to a flag, over the socket of a running daemon.</summary>
public sealed class ReportVerbsTests : IAsyncLifetime
{
    private readonly TempFolder _temp = Some.Folder();
    private MonitorHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await Daemon.StartHostAsync(_temp["data"]);
        await File.WriteAllBytesAsync(_temp["layar.png"], [0x89, .. "PNG"u8]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task ReportBecomesAFlagAndIsKnownTheSecondTime()
    {
        string[] words =
        [
            "report",
            "add",
            "--platform",
            "instagram",
            "--url",
            "https://www.instagram.com/p/abc",
            "--text",
            "-",
            "--file",
            _temp["layar.png"],
        ];
        var (code, output, _) = await RunAsync("Ayo coblos nomor dua\n", Roles.Analis, words);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("menjadi tanda 1", output, StringComparison.Ordinal);
        Assert.Contains("layar.png  image/png  4", output, StringComparison.Ordinal);

        var again = await RunAsync("Ayo coblos nomor dua\n", Roles.Analis, [.. words, "--json"]);
        using var answer = JsonDocument.Parse(again.Output);
        Assert.Equal("known", answer.RootElement.GetProperty("outcome").GetString());
        var shown = await RunAsync("", Roles.Ketua, "queue", "show", "1", "--json");
        Assert.Contains("layar.png, reported by analis (test)", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "laporan.csv",
        """
            waktu;platform;url;teks;berkas;akun
            2024-10-01 14:30;facebook;https://www.facebook.com/p/1;Ayo coblos nomor dua;layar.png;
            ;tiktok;https://www.tiktok.com/@a/video/2;"Menang; pilih
            nomor dua";;
            ;facebook;bukan alamat;Teks;;
            ;facebook;https://www.facebook.com/p/4;Teks;tidak-ada.png;
            ;facebook;https://www.facebook.com/p/5;Teks;;budi
            """,
        "5,6,7"
    )]
    [InlineData(
        "laporan.jsonl",
        """
            {"platform":"facebook","url":"https://www.facebook.com/p/1","text":"Ayo coblos nomor dua","files":["layar.png"],"time":"2024-10-01T14:30:00+07:00"}
            {"platform":"tiktok","url":"https://www.tiktok.com/@a/video/2","text":"Menang, pilih nomor dua"}
            ["bukan objek"]
            {"platform":"facebook","url":null,"text":"Teks"}
            {"platform":"facebook","text":"\ud83d","url":"https://www.facebook.com/p/5"}
            """,
        "3,4,5"
    )]
    public async Task GoodRowsOfAFileAreTakenTheBadAreNamedByLineAndRepeatingDoublesNothing(string name, string content, string bad)
    {
        await File.WriteAllTextAsync(_temp[name], content);
        var (code, output, error) = await RunAsync("", Roles.Admin, "report", "import", _temp[name]);
        Assert.Equal(ExitCode.Finding, code);
        Assert.Equal("2 ditandai, 0 ditambahkan pada tanda yang ada, 0 sudah ada, 3 ditolak.\n", output);
        Assert.All(bad.Split(','), line => Assert.Contains($"baris {line}: ", error, StringComparison.Ordinal));

        var again = await RunAsync("", Roles.Admin, "report", "import", _temp[name], "--json");
        Assert.Equal(2, again.Output.Split("\"known\"").Length - 1);
        Assert.Equal(3, again.Output.Split("\"refused\"").Length - 1);
    }

    [Fact]
    public async Task FileThatIsTooLargeOrNotThereIsRefusedInASentence()
    {
        string[] words = ["report", "add", "--platform", "whatsapp", "--lang", "en", "--file"];
        var large = _temp["besar.bin"];
        await using (var file = File.Create(large))
        {
            file.SetLength(20L << 30);
        }

        var (code, _, error) = await RunAsync("", Roles.Admin, [.. words, large]);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("Reports:MaxFileBytes", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await RunAsync("", Roles.Admin, [.. words, _temp["tidak-ada.png"]])).Code);
    }

    [Theory]
    [InlineData(Roles.Analis, ExitCode.Done)]
    [InlineData(Roles.Ketua, ExitCode.Done)]
    [InlineData(Roles.Admin, ExitCode.Done)]
    [InlineData(Roles.Auditor, ExitCode.Refused)]
    [InlineData(Roles.Dpo, ExitCode.Refused)]
    public async Task OnlyTheRolesOfTheTableMayReport(string role, int code)
    {
        Assert.Equal(code, (await RunAsync("", role, "report", "add", "--platform", "whatsapp", "--file", _temp["layar.png"])).Code);
        await File.WriteAllTextAsync(_temp["satu.csv"], "platform;url;text\nfacebook;https://www.facebook.com/p/1;Teks\n");
        Assert.Equal(code, (await RunAsync("", role, "report", "import", _temp["satu.csv"])).Code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string input, string role, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            In = TextReader.Null,
            OpenIn = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            ReadKeyAsync = _ => Task.FromResult<char?>(null),
            Out = output,
            Error = error,
            Interactive = false,
            Console = Terminal.ConsoleOver(output, redirected: true),
        };
        var code = await App.RunAsync([.. words, "--data", _temp["data"], "--as", role], terminal, default);
        return (code, output.ToString(), error.ToString());
    }
}
