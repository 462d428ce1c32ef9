using Microsoft.Playwright;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Summaries;

namespace Monitor.EndToEnd.Tests.Pages;

/// <summary>A daemon on an invented October, the pages that the verbs write of it, and a browser to look at them.</summary>
public sealed class WrittenPages : IAsyncLifetime
{
    private const string English = "summary";
    private const string Province = "provinsi";
    private const string Circular = "edaran";

    private readonly BuiltProgram _program;
    private readonly DaemonProcess _daemon;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public WrittenPages(BuiltProgram program)
    {
        _program = program;
        _daemon = new DaemonProcess(program, new { Storage = new { Durability = "Normal" } });
    }

    /// <summary>Names of the pages.</summary>
    internal static string[] All { get; } = ["ringkasan", English, Province, Circular];

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        using var database = new Database(new DataFolder(new StorageOptions { Directory = _daemon.Data }), new StorageOptions());
        await SummaryWorld.FillAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _daemon.DisposeAsync();
    }

    /// <summary>Has the verb write a page.</summary>
    internal async Task<string> WriteAsync(string name)
    {
        var file = _daemon.Beside($"{name}.html");
        string[] verb = name switch
        {
            Circular => ["circular", "--instansi", SummaryWorld.InstansiCode],
            Province => ["summary", "--region", "33"],
            _ => ["summary"],
        };
        string[] where = ["--lang", name == English ? "en" : "id", "--data", _daemon.Data, "--config", _daemon.Configuration];
        var written = await _program.RunAsync(["report", .. verb, "--period", "2024-10", "--out", file, .. where]);
        Assert.True(written.Code == 0, written.Error);
        return file;
    }

    /// <summary>Opens a page; the window is high enough to hold all of it, so that what lies under a letter can be asked for.</summary>
    /// <param name="file">The page.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="scheme">Day or night.</param>
    /// <param name="asked">Every address that the page asks for.</param>
    /// <param name="complaints">What the browser says on its console.</param>
    internal Task<IPage> OpenAsync(string file, int width, ColorScheme scheme, out List<string> asked, out List<string> complaints)
    {
        var (requests, console) = (new List<string>(), new List<string>());
        (asked, complaints) = (requests, console);
        return OpenAsync();

        async Task<IPage> OpenAsync()
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await Chromium.StartAsync(_playwright);
            var page = await _browser.NewPageAsync(
                new()
                {
                    ColorScheme = scheme,
                    ViewportSize = new() { Width = width, Height = 14_000 },
                }
            );
            page.Request += (_, request) => requests.Add(request.Url);
            page.Console += (_, message) => console.Add(message.Text);
            page.PageError += (_, error) => console.Add(error);
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            return page;
        }
    }
}
