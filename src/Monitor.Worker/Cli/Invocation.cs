using System.CommandLine;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Client;
using Monitor.Worker.Configuration;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Cli;

/// <summary>One call of one verb: its arguments, its terminal, and, when first asked for, the configuration and the daemon.</summary>
internal sealed class Invocation(ParseResult parse, Terminal terminal, Tongue tongue, GlobalOptions global) : IDisposable
{
    private Settings? _settings;
    private DaemonClient? _daemon;

    /// <inheritdoc cref="Cli.Terminal"/>
    public Terminal Terminal => terminal;

    /// <summary>The language of everything printed.</summary>
    public Tongue Tongue => tongue;

    /// <summary>Whether a machine reads the answer.</summary>
    public bool Json => parse.GetValue(global.Json);

    /// <summary>The checked configuration.</summary>
    /// <exception cref="RefusalException">It has problems: all of them are named.</exception>
    public Settings Settings => _settings ??= SettingsCatalogue.Require(Configuration());

    /// <summary>The data folder of the configuration or of <c>--data</c>.</summary>
    public DataFolder Folder => new(Settings.Get<StorageOptions>());

    /// <summary>The daemon behind the socket; nothing is sent before it is used.</summary>
    public DaemonClient Daemon => _daemon ??= DaemonTelling(Say);

    /// <summary>Which daemon and as whom: what belongs to one desk and no other.</summary>
    public string DeskName => $"{SocketPath.Of(Settings.Get<ApiOptions>(), Folder)}\n{parse.GetValue(global.ActAs)}";

    /// <summary>A client of its own, which tells what the daemon says beside its answers to the given listener.</summary>
    public DaemonClient DaemonTelling(Action<Sentence> told) =>
        new(SocketPath.Of(Settings.Get<ApiOptions>(), Folder), parse.GetValue(global.ActAs) ?? "") { Told = told };

    /// <summary>A client for a configuration that may have problems; whether anybody answers is seen when it is used.</summary>
    public DaemonClient DaemonOf(Settings settings) =>
        new(SocketPath.Of(settings.Get<ApiOptions>(), new DataFolder(settings.Get<StorageOptions>())), parse.GetValue(global.ActAs) ?? "");

    /// <summary>The value of an option, null or default when it was not given.</summary>
    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>The value of an argument.</summary>
    public T Value<T>(Argument<T> argument) => parse.GetRequiredValue(argument);

    /// <summary>The value of an argument that may be left out; null when it was.</summary>
    public T? Value<T>(Argument<T?> argument)
        where T : struct => parse.GetValue(argument);

    /// <summary>The words of an argument that may be left out; null when it was.</summary>
    public string? Optional(Argument<string?> argument) => parse.GetValue(argument);

    /// <summary>Whether the option stands on the command line.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>Every source of settings, unchecked.</summary>
    public Microsoft.Extensions.Configuration.IConfigurationRoot Configuration()
    {
        var overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (parse.GetValue(global.Data) is { } data)
        {
            overrides[$"{StorageOptions.Section}:{nameof(StorageOptions.Directory)}"] = data;
        }

        if (parse.GetValue(global.Socket) is { } socket)
        {
            overrides[$"{ApiOptions.Section}:{nameof(ApiOptions.Socket)}"] = socket;
        }

        foreach (var setting in parse.GetValue(global.Set) ?? [])
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw RefusalException.Wrong(
                    $"--set harus berbentuk Kunci=nilai, bukan '{setting}'.",
                    $"--set takes Key=value, was '{setting}'."
                );
            }

            overrides[setting[..at]] = setting[(at + 1)..];
        }

        return SettingsSource.Read(parse.GetValue(global.Config), overrides);
    }

    /// <summary>Picks the text in the caller's language.</summary>
    public string Text(string id, string en) => tongue == Tongue.English ? en : id;

    /// <summary>A message to the person, on standard error.</summary>
    public void Say(string id, string en) => terminal.Error.WriteLine(Text(id, en));

    /// <summary>A message to the person, on standard error.</summary>
    public void Say(Sentence sentence) => terminal.Error.WriteLine(sentence.In(tongue));

    /// <summary>A result, on standard output.</summary>
    public void Print(string line) => terminal.Out.WriteLine(line);

    /// <summary>A result for machines: one JSON document on one line.</summary>
    public void PrintJson(object? value) => terminal.Out.WriteLine(JsonSerializer.Serialize(value, Api.Json.Format));

    /// <summary>Opens a file of the caller's, or standard input for <c>-</c>.</summary>
    /// <exception cref="RefusalException">The file cannot be read.</exception>
    public Stream OpenInput(string path)
    {
        if (path == "-")
        {
            return terminal.OpenIn();
        }

        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RefusalException.Wrong(
                $"Berkas '{path}' tidak dapat dibaca: {exception.Message}",
                $"The file '{path}' cannot be read: {exception.Message}"
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => _daemon?.Dispose();
}
