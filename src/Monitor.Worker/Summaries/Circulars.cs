using Monitor.Worker.Contests;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;
using Monitor.Worker.Storage;
using Monitor.Worker.Summaries.Charts;

namespace Monitor.Worker.Summaries;

/// <summary>Makes the figures of a circular.</summary>
internal sealed class Circulars(Database database, Rules rules, Pledges pledges, TimeProvider time)
{
    /// <summary>Counts everything about the persons of one institution, and keeps back what is small.</summary>
    /// <param name="period">The days.</param>
    /// <param name="instansi">BKN's code of the institution, or its name.</param>
    /// <param name="within">Regions that the caller may see; null for all of them.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="RefusalException">Nobody of this institution is registered within them.</exception>
    public Task<Circular> MakeAsync(Period period, string instansi, IReadOnlyCollection<string>? within, CancellationToken ct) =>
        database.ReadAsync(session => MakeAsync(session, period, instansi.Trim(), within), ct);

    private async Task<Circular> MakeAsync(Session session, Period period, string asked, IReadOnlyCollection<string>? within)
    {
        bool IsOf(string name, string code) => code.Length > 0 && code == asked || InstansiName.Same(name, asked);
        // By the registry's words first: a code may be known of some of its persons only.
        var everywhere = await pledges.UnitsAsync(session, new PledgeFilter(Within: within), DateOnly.MinValue);
        var own = everywhere.FindAll(row => IsOf(row.Instansi, row.InstansiCode));
        if (own.Count == 0)
        {
            throw RefusalException.NotFound(
                $"Tidak ada ASN terdaftar dari instansi '{asked}' di wilayah Anda; kode atau namanya ada pada 'monitor asn pledge list'.",
                $"No registered civil servant of your regions is of '{asked}'; codes and names stand in 'monitor asn pledge list'."
            );
        }

        var names = own.Select(row => InstansiName.Key(row.Instansi)).ToHashSet(StringComparer.Ordinal);
        var region = await session.ScalarAsync<string>(
            "SELECT MIN(region_code) FROM asn WHERE instansi = @Instansi AND state = 'active' AND erased_at IS NULL",
            own[0]
        );
        var zone = rules.ZoneOf(region);
        var (from, until) = period.In(zone);
        var flags = (await FlagTallies.FlagsAsync(session, new Reach([]), from, until)).FindAll(flag =>
            flag.Instansi.Length > 0 && names.Contains(InstansiName.Key(flag.Instansi)) && Sees(within, flag.PersonRegion)
        );
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var on = period.To < today ? period.To : today;
        var units = (await pledges.UnitsAsync(session, new PledgeFilter(Within: within), on))
            .Where(row => names.Contains(InstansiName.Key(row.Instansi)))
            .GroupBy(row => InstansiName.Key(row.Unit), StringComparer.Ordinal)
            .Select(group => PledgeCoverage.Sum([.. group], group.First().Unit))
            .OrderBy(row => row.Unit, StringComparer.Ordinal)
            .ToList();

        var page = new Suppression();
        var flagged = page.Of(flags.Count);
        var confirmed = page.Of(flags.Count(flag => flag.IsConfirmed));
        var shares = PledgeShares.Of(page, units, row => row.Unit);
        var byUnit = ByUnit(page, flags, units, shares.Parts, flagged, confirmed);
        var byForm = Summarizer.ByForm(page, rules, flags, confirmed);
        page.Protect();
        var newest = flags.SelectMany(flag => new[] { flag.FoundAt, flag.ClosedAt, flag.LastVerdictAt }).Max();
        return new Circular(
            period,
            zone.StandardName,
            Nip.Mask(own[0].Instansi),
            own.Select(row => row.InstansiCode).FirstOrDefault(code => code.Length > 0) ?? "",
            newest is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null,
            flagged,
            confirmed,
            byUnit,
            byForm,
            on,
            shares.All,
            [.. Reminders(on, shares.All, byUnit, byForm)]
        );
    }

    private static List<UnitCounts> ByUnit(
        Suppression page,
        List<FlagTally> flags,
        List<PledgeCoverage> units,
        IReadOnlyList<PledgeShare> shares,
        Count flagged,
        Count confirmed
    )
    {
        var found = flags.ToLookup(flag => InstansiName.Key(flag.Unit), StringComparer.Ordinal);
        var rows = units.Zip(shares, (unit, share) => (Key: InstansiName.Key(unit.Unit), unit.Unit, Share: share)).ToList();
        // Persons who left the service are in no unit's pledges; flags about them are still counted.
        foreach (var key in found.Select(group => group.Key).Where(key => !rows.Exists(row => row.Key == key)).ToList())
        {
            var nobody = new PledgeShare("", page.Of(0), page.Of(0), page.Of(0), null, null, null);
            rows.Add((key, found[key].First().Unit, nobody));
        }

        var counted = rows.OrderBy(row => row.Unit, StringComparer.Ordinal)
            .Select(row => new UnitCounts(
                Nip.Mask(row.Unit),
                page.Of(found[row.Key].Count()),
                page.Of(found[row.Key].Count(flag => flag.IsConfirmed)),
                row.Share
            ))
            .ToList();
        page.Sums(flagged, counted.ConvertAll(unit => unit.Flagged));
        page.Sums(confirmed, counted.ConvertAll(unit => unit.Confirmed));
        return counted;
    }

    private IEnumerable<Sentence> Reminders(DateOnly on, PledgeShare pledged, List<UnitCounts> units, List<FormCounts> forms)
    {
        var (id, en) = (new Numbers(Tongue.Indonesian), new Numbers(Tongue.English));
        foreach (var contest in rules.Contests)
        {
            if (contest.On(on) is { } phase)
            {
                yield return new Sentence(
                    $"{contest.Name.Id} berada pada tahap {phase.Name.Id} sampai {id.Day(phase.To)}: perbuatan pada tahap ini dinilai sebagai {(phase.Class == ViolationClass.Disiplin ? "pelanggaran disiplin" : "pelanggaran kode etik")}.",
                    $"{contest.Name.En} is in the phase {phase.Name.En} until {en.Day(phase.To)}: an act in this phase is judged as a breach of {(phase.Class == ViolationClass.Disiplin ? "discipline" : "the code of ethics")}."
                );
            }
        }

        foreach (var form in forms.Where(form => form.Name is not null))
        {
            var levels = rules.Form(form.Code)!.Sanctions.Select(code => rules.Sanction(code)?.Name).OfType<Sentence>().ToList();
            yield return new Sentence(
                $"Pernah terbukti di instansi ini: {form.Name!.Id} ({form.Code}){Named(levels.ConvertAll(level => level.Id))}.",
                $"Confirmed in this institution: {form.Name!.En} ({form.Code}){Named(levels.ConvertAll(level => level.En))}."
            );
        }

        if (pledged is { Registered.Shown: { } registered, Signed.Shown: { } signed })
        {
            yield return signed == registered
                ? new Sentence(
                    $"Seluruh {id.Count(registered)} ASN terdaftar telah menandatangani ikrar atau pakta integritas netralitas.",
                    $"All {en.Count(registered)} registered civil servants have signed the neutrality pledge or integrity pact."
                )
                : new Sentence(
                    $"{id.Count(signed)} dari {id.Count(registered)} ASN terdaftar ({id.Percent(signed, registered)}) telah menandatangani ikrar atau pakta integritas netralitas; yang belum agar menandatangani.",
                    $"{en.Count(signed)} of {en.Count(registered)} registered civil servants ({en.Percent(signed, registered)}) have signed the neutrality pledge or integrity pact; the others are asked to."
                );
        }

        var behind = units
            .Where(unit => unit.Unit.Length > 0 && unit.Pledges.Unsigned.Shown is null or > 0)
            .Select(unit => unit.Unit)
            .ToList();
        if (behind.Count > 0)
        {
            yield return new Sentence(
                $"Unit kerja yang belum lengkap penandatanganannya: {string.Join("; ", behind)}.",
                $"Units of which not everybody has signed: {string.Join("; ", behind)}."
            );
        }

        var classes = rules.Contests.Select(contest => contest.On(on)?.Class).OfType<ViolationClass>().ToHashSet();
        var online = rules.FormsInForce(on).Where(form => form.Online && (classes.Count == 0 || classes.Contains(form.Class))).ToList();
        if (online.Count > 0)
        {
            yield return new Sentence(
                $"Bentuk pelanggaran yang terjadi di media sosial: {string.Join("; ", online.Select(form => $"{form.Name.Id} ({form.Code})"))}.",
                $"Forms of violation that happen online: {string.Join("; ", online.Select(form => $"{form.Name.En} ({form.Code})"))}."
            );
        }
    }

    private static string Named(List<string> levels) => levels.Count == 0 ? "" : $" – {string.Join(" / ", levels)}";

    private static bool Sees(IReadOnlyCollection<string>? within, string region) =>
        within is null || region.Length == 0 || within.Any(code => Region.Covers(code, region));
}
