using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Audit;
using Monitor.Worker.Privacy;
using Monitor.Worker.Registry;
using Monitor.Worker.Tests.Registry;

namespace Monitor.Worker.Tests.Privacy;

/// <summary>The nouns of privacy on a real store.</summary>
public abstract class PrivacyRoom : Spine
{
    internal static readonly Actor Dpo = new("petugas-pdp", 1009, "dpo");
    internal static readonly RequestClaim Claim = new(null, "subject", "surat 12/2026");

    internal PrivacyOptions Options { get; } = new();
    internal NipVault Vault { get; private set; } = null!;
    internal Removal Removal => new(Database, EvidenceStore, Time);
    internal Wiping Wiping => new(Database);
    internal Traces Traces => new(Database, Folder);
    internal Holds Holds => new(Database, AuditLog, Time);
    internal Takedown Takedown => new(Database, Removal, AuditLog);
    internal Requests Requests => new(Database, AuditLog, Time);
    internal Subjects Subjects => new(Database, Vault, Requests, EvidenceStore, AuditLog, Options, Time);
    internal Corrections Corrections => new(Database, Subjects, Requests, new AsnImport(Time, Models.Rules.IsRegion), AuditLog, Time);
    internal Erasure Erasure => new(Database, Subjects, Requests, Removal, Wiping, Traces, AuditLog, Time);
    internal Retention Retention =>
        new(Database, Removal, Erasure, Wiping, Traces, EvidenceStore, AuditLog, Options, Time, NullLogger<Retention>.Instance);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Vault = new NipVault(RegistryStore.ProtectionOf(Folder), Folder);
    }

    /// <summary>Registers a person as an import does.</summary>
    internal async Task<long> RegisterAsync(string nip = "198603152015042003", string name = "Ratna Wulandari")
    {
        var people = new People(Database, Vault, AuditLog, Time, new AsnImport(Time, Models.Rules.IsRegion));
        var csv = $"nip;nama;jabatan;unit;instansi\n{nip};{name};Camat;Kecamatan Bojong;Pemerintah Kabupaten Pekalongan\n";
        var report = await people.ImportAsync(System.Text.Encoding.UTF8.GetBytes(csv), keepGood: false, Some.Admin, default);
        Assert.True(report.Imported, string.Join(' ', report.Problems.Select(problem => problem.Rule.En)));
        return await ScalarAsync<long>("SELECT MAX(id) FROM asn");
    }

    /// <summary>A flag about a person, closed so many days ago.</summary>
    internal async Task<long> ClosedFlagAsync(string state, int days, long? person = null, string text = "Ayo pilih nomor dua")
    {
        var flag = await OpenFlagAsync(person: person, text: text);
        await ExecuteAsync(
            "UPDATE flag SET state = @state, closed_at = @at WHERE id = @flag",
            new
            {
                flag,
                state,
                at = Time.GetUtcNow() - TimeSpan.FromDays(days),
            }
        );
        return flag;
    }

    /// <summary>Says that a finding left, and that its batch arrived so many days ago; null: it has not.</summary>
    internal Task SendAsync(long flag, int? days) =>
        ExecuteAsync(
            """
            INSERT INTO export_batch (id, recipient, number, format, created_at, created_by, row_count, byte_order_mark, mark_codes, test_users,
                audit_sequence, audit_hash, software, models, manifest_sha256, delivered_at)
            VALUES (@flag, 'bkn', @flag, '1', 0, 'kartika', 1, 0, 0, 0, 0, '', '', '', '', @at);
            INSERT INTO export_row (recipient, flag_id, revision, batch_id, place, cells, nip_protected)
            VALUES ('bkn', @flag, 0, @flag, 1, '{}', 'x');
            """,
            new { flag, at = days is { } ago ? Time.GetUtcNow() - TimeSpan.FromDays(ago) : (DateTimeOffset?)null }
        );

    internal async Task<long> OverAsync(string kind) => (await Retention.PlanAsync(default)).Lines.Single(line => line.Kind == kind).Over;

    internal async Task<long> RemovedAsync(string kind) =>
        (await Retention.RunAsync(null, default)).Lines.Single(line => line.Kind == kind).Removed;
}
