using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Collection.X;

/// <summary>One request to X.</summary>
/// <param name="Endpoint">The rate-limit bucket it counts against.</param>
/// <param name="Path">Below the base address, with its query.</param>
/// <param name="Purpose">What for, in the books.</param>
/// <param name="MostPosts">Posts that it can return.</param>
/// <param name="MostUsers">Users that it can return.</param>
internal sealed record XRequest(string Endpoint, string Path, string Purpose, long MostPosts, long MostUsers);

/// <summary>What came of a request: the answer read, or what was wrong. The wire's own answer is there whenever something was sent.</summary>
internal sealed record XReply(WebAnswer Wire, XAnswer? Answer, SourceFault? Fault);

/// <summary>Asks X through the gate, each request within the month's cap and in the books before it is sent.</summary>
internal sealed class XClient(WebGate gate, Database database, XBudget budget, XOptions options, TimeProvider time)
{
    private readonly ApiToken _token = new(options.BearerToken);
    private readonly Uri _base = new(options.BaseUrl);

    /// <summary>The address of something below the interface's.</summary>
    public Uri At(string path) => new(_base, path);

    /// <summary>Asks once. Whatever X or the network does is a value.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="keep">Writes what came in the same transaction as its price; not called for a fault.</param>
    /// <param name="ct">Cancels; what was sent by then stays counted at the most it could cost.</param>
    public async Task<XReply> AskAsync(XRequest request, Func<Session, XAnswer, WebAnswer, Task>? keep, CancellationToken ct)
    {
        var url = At(request.Path);
        var most = budget.PriceOf(request.MostPosts, request.MostUsers);
        if (await budget.ReserveAsync(request.Endpoint, request.Purpose, most, ct) is not { } entry)
        {
            var balance = await budget.BalanceAsync(ct);
            return new XReply(Unsent(url), null, OverBudget(most, balance, request.Purpose));
        }

        var wire = await gate.GetAsync(
            new WebRequest
            {
                Url = url,
                Kind = WebKind.Api,
                Api = new ApiAccess(_token, request.Endpoint),
            },
            ct
        );
        Sentence? problem = null;
        var answer = wire.IsOk ? XAnswer.Read(wire, out problem) : null;
        if (Price(wire, answer) is { } charged)
        {
            await database.WriteAsync(
                async session =>
                {
                    await XBudget.SettleAsync(session, entry, charged, wire.StatusCode);
                    if (answer is not null && keep is not null)
                    {
                        await keep(session, answer, wire);
                    }
                },
                // Paid for: a stop in between must not lose it.
                CancellationToken.None
            );
        }

        return new XReply(wire, answer, answer is null ? FaultOf(wire, problem) : null);
    }

    // Null when X may have returned posts that did not arrive: then the reservation stands.
    private long? Price(WebAnswer wire, XAnswer? answer) =>
        answer is not null ? budget.PriceOf(answer.Posts.Count + answer.Included.Count, answer.Users.Count + answer.IncludedUsers)
        : wire.StatusCode is >= 200 and < 300 && !wire.IsOk ? null
        : wire.Outcome is WebOutcome.TimedOut or WebOutcome.Interrupted && wire.StatusCode == 0 ? null
        : 0;

    private static SourceFault? FaultOf(WebAnswer wire, Sentence? problem)
    {
        if (wire.IsOk)
        {
            return new SourceFault("not-readable", problem!, null);
        }

        if (wire.StatusCode < 400)
        {
            // Nothing was sent, or no status came: the gate has said all there is.
            return null;
        }

        var said = XAnswer.ErrorOf(wire);
        var words = said.Detail.Length > 0 ? $" X: \"{said.Detail}\"" : "";
        return (wire.StatusCode, said.Kind) switch
        {
            (401, _) => new SourceFault(
                "unauthorised",
                new Sentence(
                    $"X menolak token (401): Collection:X:BearerToken salah atau dicabut.{words}",
                    $"X refuses the token (401): Collection:X:BearerToken is wrong or was withdrawn.{words}"
                ),
                null
            ),
            (403, _) => new SourceFault(
                "not-allowed",
                new Sentence(
                    $"X tidak mengizinkan permintaan ini (403): paket atau persetujuan tidak mencakupnya.{words}",
                    $"X does not allow this request (403): plan or approval do not cover it.{words}"
                ),
                null
            ),
            (429, "usage-capped") => new SourceFault(
                "usage-capped",
                new Sentence($"Jatah bulanan pada X habis (429).{words}", $"The monthly allowance at X is used up (429).{words}"),
                null
            ),
            _ when words.Length > 0 => new SourceFault(
                Collector.Word(wire.Outcome),
                new Sentence(wire.Reason.Id + words, wire.Reason.En + words),
                wire.RetryAfter
            ),
            _ => null,
        };
    }

    private static SourceFault OverBudget(long most, XBalance balance, string purpose)
    {
        var left = XBalance.Dollars(balance.LeftFor(purpose));
        var (cap, spent, aside) = (XBalance.Dollars(balance.Cap), XBalance.Dollars(balance.Committed), XBalance.Dollars(balance.SetAside));
        return new SourceFault(
            SourceFault.OverBudget,
            new Sentence(
                $"Berhenti sebelum batas biaya: permintaan berikutnya dapat mencapai {XBalance.Dollars(most)}, sisa {left} (batas {cap}, terpakai {spent}, disisihkan untuk memeriksa unggahan yang disimpan {aside}).",
                $"Stopped before the spend cap: the next request may cost {XBalance.Dollars(most)} and {left} is left (cap {cap}, spent {spent}, set aside for checking kept posts {aside})."
            ),
            null
        );
    }

    private WebAnswer Unsent(Uri url) =>
        new()
        {
            Outcome = WebOutcome.Postponed,
            Url = url,
            Reason = new Sentence("Tidak dikirim.", "Not sent."),
            FetchedAt = time.GetUtcNow(),
        };
}
