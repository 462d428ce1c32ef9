using System.Globalization;
using Monitor.Worker.Contests;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Export;

/// <summary>One row on its way out.</summary>
/// <param name="Flag">The finding.</param>
/// <param name="Revision">0 the first time.</param>
/// <param name="Kind">A <see cref="RowKind"/>.</param>
/// <param name="Cells">The values by column; the NIP is not among them.</param>
/// <param name="Person">Whose number goes with it; null for none.</param>
/// <param name="Finding">The finding as it is now; null in a withdrawal.</param>
internal sealed record OutgoingRow(long Flag, long Revision, string Kind, Dictionary<string, string> Cells, long? Person, Finding? Finding)
{
    /// <summary>The number as it was sent, for a row that takes it back; null where it is the registry's.</summary>
    public string? NipAsSent { get; init; }
}

/// <summary>Tells what leaves for a recipient: new findings, and what must be said about those that were sent.</summary>
internal sealed class Outgoing(Rules rules, NipVault vault, Recipient recipient, string batch, DateTimeOffset now)
{
    private readonly FindingCells _cells = new(rules, batch, now);
    private readonly List<OutgoingRow> _leaving = [];
    private readonly List<HeldFinding> _held = [];

    /// <summary>Every row, by finding.</summary>
    public IReadOnlyList<OutgoingRow> Leaving => _leaving;

    /// <summary>What cannot leave yet.</summary>
    public IReadOnlyList<HeldFinding> Held => _held;

    /// <summary>Reads the store and fills both lists.</summary>
    /// <param name="session">The transaction in which the batch is made.</param>
    /// <param name="selection">Which new findings; what was sent is always looked at.</param>
    /// <param name="sees">Whose regions.</param>
    public async Task CollectAsync(Session session, Selection selection, Func<string?, bool> sees)
    {
        var sent = (await SentRow.NewestAsync(session, recipient.Name)).ToDictionary(row => row.FlagId);
        var confirmed = (await Findings.ConfirmedAsync(session)).ToDictionary(finding => finding.Id);
        foreach (var flag in sent.Keys.Union(confirmed.Keys).Order())
        {
            var before = sent.GetValueOrDefault(flag);
            var finding = confirmed.GetValueOrDefault(flag);
            if (!sees(finding is null ? before!.RegionCode : finding.RegionCode))
            {
                continue;
            }

            if (before is null)
            {
                if (selection.Holds(rules.DayIn(finding!.ClosedAt ?? finding.FoundAt, finding.RegionCode)))
                {
                    Add(finding, null);
                }
            }
            else if (finding is null || before.IsErased)
            {
                Withdraw(before);
            }
            else if (!before.IsBlank)
            {
                Add(finding, before);
            }
        }
    }

    private void Add(Finding finding, SentRow? before)
    {
        var place = _leaving.Count + 1;
        var cells = _cells.Of(finding, place);
        if (before is not null)
        {
            var stands = before.Kind != RowKind.Withdrawal;
            if (stands && !before.Differs(cells, recipient.Profile) && !IsRenumbered(finding, before))
            {
                return;
            }

            cells["jenis_baris"] = RowKind.Correction;
            cells["rujukan_baris"] = before.Reference;
        }

        var missing = FindingCells.Missing(finding, cells, recipient.RequireKajian);
        if (missing.Count > 0)
        {
            _held.Add(new HeldFinding(finding.Id, missing));
            return;
        }

        _leaving.Add(
            new OutgoingRow(
                finding.Id,
                before is null ? 0 : before.Revision + 1,
                cells["jenis_baris"],
                cells,
                recipient.Profile.Has(Columns.Nip) ? finding.AsnId : null,
                finding
            )
        );
    }

    // Somebody's number was corrected: what was sent named another person.
    private bool IsRenumbered(Finding finding, SentRow before) =>
        before.NipProtected.Length > 0
        && finding.NipIndex is { } now
        && recipient.Profile.Has(Columns.Nip)
        && now != vault.IndexOf(vault.Unprotect(before.NipProtected));

    // It says which row is void and why, and repeats nothing that was said about the person but the number by which the complaint is filed.
    private void Withdraw(SentRow before)
    {
        if (before.Kind == RowKind.Withdrawal)
        {
            return;
        }

        var zone = rules.ZoneOf(before.RegionCode);
        var cells = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["versi_format"] = Columns.Format,
            ["jenis_baris"] = RowKind.Withdrawal,
            ["nomor_batch"] = batch,
            ["nomor_baris"] = (_leaving.Count + 1).ToString(CultureInfo.InvariantCulture),
            ["rujukan_baris"] = before.Reference,
            ["nomor_temuan"] = FindingCells.NumberOf(before.FlagId),
            ["nomor_kasus"] = before is { IsErased: false, CaseId: { } id } ? Cases.CaseRow.NumberOf(id) : "",
            ["waktu_putusan"] = before is { State: FlagState.Dismissed, ClosedAt: { } closed, IsErased: false }
                ? FindingCells.Moment(closed, zone)
                : "",
            ["ringkasan"] = Why(before),
        };
        var named = before is { IsBlank: false, NipProtected.Length: > 0, AsnId: not null } && recipient.Profile.Has(Columns.Nip);
        _leaving.Add(
            new OutgoingRow(before.FlagId, before.Revision + 1, RowKind.Withdrawal, cells, named ? before.AsnId : null, null)
            {
                NipAsSent = named ? before.NipProtected : null,
            }
        );
    }

    private string Why(SentRow before) =>
        before.IsErased ? "Data dihapus atas permintaan yang bersangkutan (UU 27/2022); hapus pula baris yang dirujuk."
        : before.State == FlagState.Dismissed
            ? before.Ground is { } code ? $"Bukan pelanggaran: {rules.Ground(code)?.Name.Id ?? code}."
                : "Bukan pelanggaran."
        : "Dibuka kembali untuk diperiksa ulang; temuan ini tidak berlaku selama belum ada baris koreksi.";
}
