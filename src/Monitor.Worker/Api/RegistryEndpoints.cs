using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Language;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Api;

/// <summary>The registry over the socket. No answer holds a whole NIP.</summary>
internal static class RegistryEndpoints
{
    private const int LongestMatchText = 200_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(
            EndpointTable.AsnImport,
            async (HttpRequest request, bool? keepGood, Caller caller, People people, CancellationToken ct) =>
                await people.ImportAsync(await BodyAsync(request, ct), keepGood == true, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.AsnList,
            async (
                string? region,
                string? instansi,
                string? text,
                int? skip,
                int? take,
                Caller caller,
                People people,
                CancellationToken ct
            ) => await people.ListAsync(new PeopleFilter(region, instansi, text, caller.Within, Math.Max(skip ?? 0, 0), take ?? 50), ct)
        );
        routes.Map(EndpointTable.AsnShow, ShowAsync);
        routes.Map(
            EndpointTable.AccountImport,
            async (HttpRequest request, bool? keepGood, Caller caller, Accounts accounts, CancellationToken ct) =>
                await accounts.ImportAsync(await BodyAsync(request, ct), keepGood == true, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.AccountAdd,
            async (AccountAddRequest request, Caller caller, Accounts accounts, CancellationToken ct) =>
                await accounts.AddAsync(Cells(request), request.AsnId, caller.Actor, ct)
        );
        routes.Map(
            EndpointTable.AccountList,
            async (
                long? asn,
                string? platform,
                bool? removed,
                int? skip,
                int? take,
                Caller caller,
                Accounts accounts,
                CancellationToken ct
            ) =>
                await accounts.ListAsync(
                    new AccountFilter(asn, platform, caller.Within, removed == true, Math.Max(skip ?? 0, 0), take ?? 50),
                    ct
                )
        );
        routes.Map(
            EndpointTable.AccountRemove,
            async (long id, AccountRemoveRequest request, Caller caller, Accounts accounts, CancellationToken ct) =>
                string.IsNullOrWhiteSpace(request.Reason)
                    ? throw RefusalException.Wrong("Alasan penghapusan wajib diisi.", "The reason for the removal must be given.")
                    : await accounts.RemoveAsync(id, request.Reason.Trim(), caller.Actor, ct)
        );
        routes.Map(EndpointTable.Match, MatchAsync);
    }

    private static async Task<AsnAnswer> ShowAsync(long id, Caller caller, People people, Accounts accounts, CancellationToken ct)
    {
        var person = await people.ShowAsync(id, ct);
        if (!caller.Sees(person.RegionCode))
        {
            // The same words as for a person who is not there: that somebody is registered elsewhere is not this caller's to know.
            throw RefusalException.NotFound($"Tidak ada ASN dengan id {id}.", $"There is no civil servant with the id {id}.");
        }

        var answers = new List<AccountAnswer>();
        foreach (var account in (await accounts.ListAsync(new AccountFilter(id, Removed: true, Take: 1000), ct)).Items)
        {
            answers.Add(new AccountAnswer(account, await accounts.HandlesAsync(account.Id, ct)));
        }

        return new AsnAnswer(person, answers);
    }

    private static async Task<List<MatchAnswer>> MatchAsync(
        MatchRequest request,
        Caller caller,
        Attributions attributions,
        People people,
        CancellationToken ct
    )
    {
        var found = new List<Attribution>();
        if (!string.IsNullOrWhiteSpace(request.Url))
        {
            if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url))
            {
                throw RefusalException.Wrong($"'{request.Url}' bukan alamat lengkap.", $"'{request.Url}' is not an absolute address.");
            }

            found.Add(await attributions.FindAccountByUrlAsync(url, request.At, ct));
        }

        if (!string.IsNullOrWhiteSpace(request.Text))
        {
            var text = request.Text.Length > LongestMatchText ? request.Text[..LongestMatchText] : request.Text;
            found.AddRange(await attributions.FindNamesAsync(text, ct));
        }

        var answers = new List<MatchAnswer>();
        foreach (var attribution in found)
        {
            var person = attribution.AsnId is { } id ? await people.ShowAsync(id, ct) : null;
            if (person is null || caller.Sees(person.RegionCode))
            {
                answers.Add(View(attribution, person));
            }
        }

        return answers;
    }

    private static MatchAnswer View(Attribution attribution, Asn? person) =>
        new(
            attribution.Kind switch
            {
                AttributionKind.Account => "account",
                AttributionKind.NamedWithContext => "named_with_context",
                AttributionKind.NameOnly => "name_only",
                _ => "none",
            },
            attribution.AsnId,
            attribution.AccountId,
            person?.FullName,
            person is null
                ? null
                : string.Join(", ", new[] { person.Jabatan, person.Unit, person.Instansi }.Where(part => part.Length > 0)),
            Math.Round(attribution.Confidence, 3),
            [.. attribution.Evidence.Select(at => new MatchEvidence(at.Start, at.Length, at.What.ToString().ToLowerInvariant()))],
            attribution.Candidates
        );

    /// <summary>The file that was sent.</summary>
    internal static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static Dictionary<string, string> Cells(AccountAddRequest request) =>
        new(StringComparer.Ordinal)
        {
            ["nip"] = request.Nip ?? "",
            ["platform"] = request.Platform ?? "",
            ["native_id"] = request.NativeId ?? "",
            ["handle"] = request.Handle ?? "",
            ["url"] = request.Url ?? "",
            ["dasar"] = request.Basis ?? "",
            ["referensi"] = request.Reference ?? "",
            ["instansi"] = request.Instansi ?? "",
            ["kode_wilayah"] = request.Region ?? "",
        };
}
