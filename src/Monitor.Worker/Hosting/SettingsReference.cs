using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using Monitor.Worker.Configuration;

namespace Monitor.Worker.Hosting;

/// <summary>Writes docs/configuration.md from the options classes: name, default, range, meaning.</summary>
internal static class SettingsReference
{
    /// <summary>The page as Markdown.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("# Configuration\n\n");
        text.Append("Written by `monitor docs configuration`; the build fails when it is stale.\n\n");
        text.Append(
            "Sources, later ones winning: `appsettings.json` beside the program; the file of `--config` or `MONITOR_CONFIG`; the environment\n"
        );
        text.Append(
            "(`Collection__PerHostInterval=00:00:05`); secret files (any key with `_FILE` at its end names a file whose content is the value:\n"
        );
        text.Append(
            "`Section__Key_FILE=/run/secrets/key`); `--data`, `--socket` and `--set Key=value`. A time span is written `hours:minutes:seconds`, with days before a dot:\n"
        );
        text.Append(
            "`00:15:00`, `7.00:00:00`. `monitor run --check` validates everything and prints the effective configuration with secrets hidden.\n"
        );
        text.Append(
            "A secret stands in a file that other users cannot read: named by `_FILE`, or the configuration file itself. One in the environment, on the command line or in an\n"
        );
        text.Append("open file refuses the start.\n");
        foreach (var (section, type) in SettingsCatalogue.All)
        {
            text.Append($"\n## {section}\n\n| key | default | range | meaning |\n|---|---|---|---|\n");
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in Settings.Properties(type))
            {
                text.Append(
                    $"| `{section}:{property.Name}` | {Default(property, defaults)} | {Range(property)} | {Cell(property.GetCustomAttribute<DescriptionAttribute>()?.Description)} |\n"
                );
            }
        }

        return text.ToString();
    }

    private static string Default(PropertyInfo property, object defaults) =>
        property.GetCustomAttribute<SecretAttribute>() is not null
            ? "(secret)"
            : property.GetValue(defaults) switch
            {
                null => "none",
                "" => "empty",
                string text => $"`{Cell(text)}`",
                IEnumerable list => list.Cast<object>().Any() ? $"`{Cell(string.Join(", ", list.Cast<object>()))}`" : "empty list",
                var value => $"`{value}`",
            };

    private static string Range(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return $"{range.Minimum} to {range.Maximum}";
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum ? string.Join(", ", Enum.GetNames(type))
            : type == typeof(bool) ? "True, False"
            : property.GetCustomAttribute<StringLengthAttribute>() is { } length ? $"at most {length.MaximumLength} characters"
            : property.GetCustomAttribute<RequiredAttribute>() is not null ? "not empty"
            : "";
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
