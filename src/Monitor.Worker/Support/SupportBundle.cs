using System.Data.Common;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Monitor.Worker.Api;
using Monitor.Worker.Backups;
using Monitor.Worker.Client;
using Monitor.Worker.Configuration;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Support;

/// <summary>What somebody elsewhere needs to help: how the installation stands, and nothing of what it holds.</summary>
/// <remarks>
/// Everything in it is named here, one by one: what is added to a status screen later does not slip into a file that leaves the house.
/// </remarks>
internal sealed class SupportBundle(Settings settings, Func<DaemonClient> client, TimeProvider time)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Puts it together.</summary>
    /// <returns>The parts by the names of their files.</returns>
    public async Task<SortedDictionary<string, string>> MakeAsync(CancellationToken ct)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["configuration.json"] = Json(settings.Effective(withNames: false)),
            ["versions.json"] = Json(Versions()),
        };
        if (settings.Problems.Count == 0)
        {
            await FromDaemonAsync(parts, ct);
            await FromStoreAsync(parts, ct);
        }

        var found = await new Doctor.Doctor(settings, client, time).ExamineAsync(ct);
        parts["doctor.json"] = Json(
            found.ConvertAll(one => new
            {
                one.Check,
                Result = $"{one.Condition}",
                Said = one.Said.En,
                Fix = one.Fix?.En,
            })
        );
        parts["README.txt"] = $"""
            Monitor support bundle of {time.GetUtcNow():yyyy-MM-dd HH:mm}Z.
            How an installation stands: configuration (secrets and names hidden), versions, status, metrics, schema, number of rows, findings of 'monitor doctor',
            and the last lines of the daemon's log. No text, no person, no NIP, no account or address that is read, no user name.
            Look through it before you send it.

            """;
        return parts;
    }

    /// <summary>Writes it as a ZIP that only its owner may read; a user's name and home, which paths may hold, are taken out of every part.</summary>
    /// <exception cref="RefusalException">The file exists already.</exception>
    public static async Task WriteAsync(string file, SortedDictionary<string, string> parts, CancellationToken ct)
    {
        if (File.Exists(file))
        {
            throw RefusalException.Wrong($"'{file}' sudah ada; tidak ditimpa.", $"'{file}' exists already; it is not overwritten.");
        }

        await using var stream = OpenedCopy.OwnerOnly(file);
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (name, content) in parts)
        {
            await using var entry = await zip.CreateEntry(name).OpenAsync(ct);
            await entry.WriteAsync(Encoding.UTF8.GetBytes(WithoutUser(content)), ct);
        }
    }

    private async Task FromDaemonAsync(SortedDictionary<string, string> parts, CancellationToken ct)
    {
        try
        {
            using var daemon = client();
            parts["status.json"] = Json(Shown(await daemon.GetAsync<StatusView>("/status", ct)));
            var view = await daemon.GetAsync<SupportView>("/support", ct);
            parts["metrics.txt"] = view.Metrics;
            parts["log.txt"] = string.Join('\n', view.Log);
            parts["jobs.json"] = Json(view.FailingJobs);
        }
        catch (Exception exception) when (exception is DaemonAbsentException or RefusalException)
        {
            parts["daemon.txt"] = exception is RefusalException { Kind: RefusalKind.NotAllowed }
                ? "Refused: an admin may ask."
                : "Nobody answers.";
        }
    }

    private async Task FromStoreAsync(SortedDictionary<string, string> parts, CancellationToken ct)
    {
        var folder = new DataFolder(settings.Get<StorageOptions>());
        using var database = new Database(folder, settings.Get<StorageOptions>(), readOnly: true);
        if (database.Sqlite is not null && !folder.Exists)
        {
            return;
        }

        try
        {
            var (schema, counts) = await database.ReadAsync(
                async session =>
                    (
                        await session.ListAsync<Migrations.Applied>(
                            "SELECT number, name, sha256, applied_at FROM schema_migration ORDER BY number"
                        ),
                        await Copies.CountsAsync(session)
                    ),
                ct
            );
            parts["schema.json"] = Json(schema);
            parts["counts.json"] = Json(counts);
        }
        catch (DbException unreadable)
        {
            parts["schema.json"] = Json(new { problem = unreadable.Message });
        }
    }

    private static object Shown(StatusView status) =>
        new
        {
            status.Version,
            status.StartedAt,
            status.Now,
            status.FreeBytes,
            status.DatabaseBytes,
            status.Model,
            status.Threshold,
            status.Items,
            status.Duplicates,
            status.Flags,
            status.Overdue,
            status.DueWithinTwoDays,
            status.Sources,
            status.Quarantined,
            // Where a source is says who is read.
            RedSources = status.RedSources.Select(source => new
            {
                source.Id,
                source.Kind,
                source.Outcome,
                source.Failures,
                source.FirstFailureAt,
            }),
            status.Drift,
            Evidence = new
            {
                status.Evidence.Files,
                status.Evidence.LastCheckedAt,
                status.Evidence.Late,
                Damaged = status.Evidence.Damaged.Count,
            },
            Stamps = new
            {
                status.Stamps.On,
                status.Stamps.Stamped,
                status.Stamps.Waiting,
                status.Stamps.Setback?.Failures,
            },
            status.Backup,
            status.Audit,
            Alerts = new
            {
                status.Alerts.On,
                status.Alerts.LastSentAt,
                status.Alerts.Waiting,
                status.Alerts.GivenUp,
            },
            status.Warnings,
            status.Red,
        };

    private static object Versions() =>
        new
        {
            Monitor = typeof(SupportBundle).Assembly.GetName().Version?.ToString(3),
            Schema = Migrations.Known.Count,
            Runtime = RuntimeInformation.FrameworkDescription,
            System = RuntimeInformation.OSDescription,
            Architecture = $"{RuntimeInformation.OSArchitecture}",
            Processors = Environment.ProcessorCount,
            Sqlite = new SqliteConnection().ServerVersion,
        };

    private static string Json(object value) =>
        value is JsonNode node ? node.ToJsonString(Indented) : JsonSerializer.Serialize(value, Indented);

    private static string WithoutUser(string text)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        text = home.Length > 1 ? text.Replace(home, "~", StringComparison.Ordinal) : text;
        var user = UserAccounts.NameOf(UserAccounts.OwnUid);
        // The names of services say nothing of anybody, and stand in paths that matter.
        return user is "root" or "monitor" || user.Length < 3
            ? text
            : Regex.Replace(text, $@"\b{Regex.Escape(user)}\b", "***", RegexOptions.NonBacktracking);
    }
}
