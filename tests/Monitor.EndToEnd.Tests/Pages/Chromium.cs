using Microsoft.Playwright;

namespace Monitor.EndToEnd.Tests.Pages;

/// <summary>The system's Chromium; the driver's own download is never asked for.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
    [
        Environment.GetEnvironmentVariable("MONITOR_CHROMIUM") ?? "",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    /// <summary>The program; null where there is none.</summary>
    public static string? Executable => Array.Find(Places, File.Exists);

    /// <summary>Starts it.</summary>
    public static Task<IBrowser> StartAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Executable,
                // The pages are our own files; a build machine's root has no sandbox to give.
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            }
        );
}
