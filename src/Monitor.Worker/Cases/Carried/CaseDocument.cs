using System.Text.Json;

namespace Monitor.Worker.Cases.Carried;

/// <summary>The case as one JSON document: what the sheet says, for machines.</summary>
internal static class CaseDocument
{
    /// <summary>The document.</summary>
    /// <param name="dossier">The case.</param>
    /// <param name="nip">The whole number; null for a person who is not registered.</param>
    public static string Of(CaseDossier dossier, string? nip)
    {
        var row = dossier.Case;
        var document = new
        {
            @case = row.Number,
            row.State,
            row.Title,
            row.OpenedAt,
            row.OpenedBy,
            region = row.RegionCode,
            zone = dossier.Zone.Id,
            person = dossier.Person is { } person
                ? new
                {
                    nip,
                    person.Kind,
                    name = person.FullName,
                    person.Jabatan,
                    person.JabatanCategory,
                    person.Unit,
                    person.Instansi,
                    person.RegionCode,
                }
                : null,
            entries = dossier.Entries,
            findings = dossier.Findings.Select(finding => new
            {
                number = $"T-{finding.Flag.Id:000000}",
                form = finding.Form is { } form
                    ? new
                    {
                        form.Code,
                        @class = Contests.RuleWords.Name(form.Class),
                        form.Text,
                        form.Sanctions,
                        basis = form.Basis.Select(basis => basis.Text),
                        note = form.Note?.Id,
                    }
                    : null,
                contest = finding.Phase?.Contest.Code,
                phase = finding.Phase?.Phase.Code,
                finding.Flag.PublishedAt,
                finding.Flag.FoundAt,
                finding.Flag.DueAt,
                finding.Flag.Url,
                finding.Flag.Title,
                finding.Flag.Text,
                machine = new
                {
                    finding.Flag.Model,
                    finding.Flag.Label,
                    finding.Flag.Score,
                    reasons = JsonSerializer.Deserialize<JsonElement>(finding.Flag.Reasons),
                },
                finding.Flag.Attribution,
                attributionEvidence = finding.Flag.AttributionEvidence,
                finding.Account,
                finding.Decisions,
                captures = finding.Captures.Select(capture => capture.Id),
                batches = finding.Batches.Select(batch => batch.Name),
            }),
            timeline = Timeline
                .Of(dossier)
                .Select(moment => new
                {
                    moment.At,
                    moment.Day,
                    id = moment.What.Id,
                    en = moment.What.En,
                    moment.By,
                }),
        };
        return JsonSerializer.Serialize(document, CaseManifest.Indented) + "\n";
    }
}
