using Monitor.Worker.Alerts;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Health;
using Monitor.Worker.Language;
using Monitor.Worker.Nodes;

namespace Monitor.Worker.Api;

/// <summary>What of the daemon's status needs an operator. It judges nothing anew: what is red there is told here.</summary>
internal sealed class Conditions(StatusReport status, XBudget budget, XOptions x, JobFaults jobs, JobRuns runs)
{
    private const double NearCap = 0.8;
    private static readonly Caller Self = new("alerts", -1, Roles.Admin, [], "", IsTest: false);

    /// <summary>What holds now.</summary>
    public async Task<List<Condition>> ReadAsync(CancellationToken ct)
    {
        var found = Of(await status.MakeAsync(Self, ct));
        // Jobs of this node's own, and those that the nodes share, wherever they ran last.
        var failing = jobs
            .Now.Select(one => (one.Key, (long)one.Value))
            .Concat((await runs.FailingAsync(ct)).Select(run => (run.Name, run.Failures)));
        foreach (var (job, times) in failing)
        {
            var export = job.StartsWith("export", StringComparison.Ordinal);
            found.Add(
                new Condition(
                    export ? "export-failed" : $"job-failed:{job}",
                    times,
                    new Sentence(
                        $"pekerjaan terjadwal '{job}' gagal {times} kali berturut-turut; log daemon menyebut sebabnya.",
                        $"the scheduled job '{job}' failed {times} times in a row; the daemon's log says why."
                    )
                )
            );
        }

        if (x.Enabled && await budget.BalanceAsync(ct) is var balance && balance.Committed >= balance.Cap * NearCap)
        {
            var percent = balance.Committed * 100 / Math.Max(1, balance.Cap);
            found.Add(
                new Condition(
                    "spend-near",
                    percent,
                    new Sentence(
                        $"{percent}% dari batas biaya X bulan ini terpakai (Collection:X:MonthlySpendCap).",
                        $"{percent}% of this month's spend cap for X is used (Collection:X:MonthlySpendCap)."
                    )
                )
            );
        }

        return found;
    }

    /// <summary>What a status screen has to tell.</summary>
    internal static List<Condition> Of(StatusView view)
    {
        var found = new List<Condition>();
        Add(
            view.Overdue,
            "deadline-passed",
            "flag melewati tenggat hukum: monitor queue list",
            "flags are past their legal deadline: monitor queue list"
        );
        Add(
            view.DueWithinTwoDays - view.Overdue,
            "deadline-near",
            "flag jatuh tempo dalam dua hari: monitor queue list",
            "flags fall due within two days: monitor queue list"
        );
        Add(view.RedSources.Count, "source-red", "sumber merah: monitor source status", "sources are red: monitor source status");
        Add(
            view.Evidence.Damaged.Count,
            "evidence-damaged",
            "berkas bukti rusak: monitor status",
            "files of evidence are damaged: monitor status"
        );
        Add(
            view.Evidence.Late,
            "evidence-late",
            "berkas bukti terlalu lama tidak diperiksa: monitor status",
            "files of evidence were not checked for too long: monitor status"
        );
        Add(
            view.Warnings.Contains("disk", StringComparer.Ordinal) ? view.FreeBytes >> 20 : -1,
            "disk-low",
            "MiB ruang disk tersisa: monitor doctor",
            "MiB of disk space are left: monitor doctor",
            least: 0
        );
        Add(view.Exports.Failing, "export-failing", "ekspor terjadwal gagal: monitor status", "scheduled exports fail: monitor status");
        Add(
            view.Warnings.Contains("export-failed", StringComparer.Ordinal) ? 1 : 0,
            "export-failed",
            "penerima tidak dapat dikirimi batch: monitor status",
            "recipient could not be sent a batch: monitor status"
        );
        Add(view.Backup.Red ? 1 : 0, "backup-failed", "cadangan perlu perhatian: monitor status", "backup needs attention: monitor status");
        Add(
            view.Audit.Fault is not null || view.Warnings.Contains("audit-head", StringComparer.Ordinal) ? 1 : 0,
            "audit-broken",
            "catatan audit tidak utuh atau tanpa saksi: monitor audit verify",
            "audit record does not hold or has no witness: monitor audit verify"
        );
        Add(
            view.Nodes.Count(node => node.State == NodeState.Gone),
            "node-gone",
            "simpul tidak menjawab lagi: monitor status",
            "nodes have fallen silent: monitor status"
        );
        Add(
            view.Warnings.Contains(NodeWarnings.Differ, StringComparer.Ordinal) ? 1 : 0,
            "nodes-differ",
            "perbedaan program, model, atau pengaturan antarsimpul: monitor status",
            "difference between the nodes' programs, models or settings: monitor status"
        );
        foreach (var node in view.Nodes.Where(node => !node.IsSelf && node.State == NodeState.Alive && node.Warnings.Count > 0))
        {
            var words = string.Join(", ", node.Warnings);
            found.Add(
                new Condition(
                    $"node-ill:{node.Name}",
                    node.Warnings.Count,
                    new Sentence(
                        $"simpul '{node.Name}' melaporkan: {words}; jalankan 'monitor status' di sana.",
                        $"the node '{node.Name}' reports: {words}; run 'monitor status' there."
                    )
                )
            );
        }

        return found;

        void Add(long count, string kind, string id, string en, long least = 1)
        {
            if (count >= least)
            {
                found.Add(new Condition(kind, count, new Sentence($"{count} {id}.", $"{count} {en}.")));
            }
        }
    }
}
