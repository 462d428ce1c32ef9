using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Monitor.Worker.Language;
using Monitor.Worker.Logging;
using Monitor.Worker.Metrics;
using Monitor.Worker.Review;

namespace Monitor.Worker.Api;

/// <summary>What happens to every request before and after its endpoint: who is it, may they, and what to say when it is refused.</summary>
internal static class ApiServer
{
    /// <summary>The response header that carries notices: JSON, in Base64 because a header is ASCII.</summary>
    public const string NoticesHeader = "X-Monitor-Notices";

    /// <summary>Puts the doorkeeper before every endpoint and turns refusals into answers.</summary>
    public static void UseDoorkeeper(this WebApplication app)
    {
        var log = app.Logger;
        app.UseRouting();
        // Before anything is read of the store, and before anybody is asked who they are.
        app.UseRateLimiter();
        app.Use(
            async (http, next) =>
            {
                var started = Stopwatch.GetTimestamp();
                var endpoint = PathOf(http);
                using var request = log.About(LogScopes.Subject("request", http.TraceIdentifier), LogScopes.Subject("endpoint", endpoint));
                IDisposable? role = null;
                try
                {
                    await AdmitAsync(http);
                    role = log.About(LogScopes.Subject("role", http.Features.Get<Caller>()?.Role));
                    await next(http);
                }
                catch (RefusalException refusal)
                {
                    await AnswerAsync(http, refusal);
                }
                catch (BadHttpRequestException bad)
                {
                    await AnswerAsync(
                        http,
                        RefusalException.Wrong($"Permintaan tidak terbaca: {bad.Message}", $"The request cannot be read: {bad.Message}")
                    );
                }
                catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
                {
                    // The client hung up; there is nobody left to answer.
                    log.LogDebug("The client hung up");
                }
                catch (Exception exception)
                {
                    log.LogError(exception, "A request failed");
                    await AnswerAsync(
                        http,
                        RefusalException.Broken(
                            $"Kesalahan di dalam daemon: {exception.Message} (rinciannya ada di log daemon, permintaan {http.TraceIdentifier})",
                            $"A fault inside the daemon: {exception.Message} (the daemon's log has the details, request {http.TraceIdentifier})"
                        )
                    );
                }
                finally
                {
                    role?.Dispose();
                    Measure(http, endpoint, started);
                }
            }
        );
    }

    /// <summary>The endpoint as the log and the metrics name it.</summary>
    // The row's path, never the asked one: that holds numbers, and could hold anything.
    internal static string PathOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Endpoint>()?.Path ?? "none";

    private static void Measure(HttpContext http, string path, long started)
    {
        var endpoint = new KeyValuePair<string, object?>("endpoint", path);
        Measures.Requests.Add(1, endpoint, new KeyValuePair<string, object?>("status", http.Response.StatusCode));
        Measures.RequestDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, endpoint);
    }

    private static async Task AdmitAsync(HttpContext http)
    {
        var row = http.GetEndpoint()?.Metadata.GetMetadata<Endpoint>();
        var caller = await ((Doorkeeper)http.RequestServices.GetService(typeof(Doorkeeper))!).IdentifyAsync(http);
        if (row is null)
        {
            throw RefusalException.NotFound(
                $"Daemon ini tidak mengenal {http.Request.Method} {http.Request.Path}; versi klien dan daemon mungkin berbeda.",
                $"This daemon does not know {http.Request.Method} {http.Request.Path}; client and daemon may be of different versions."
            );
        }

        if (!row.Roles.Contains(caller.Role, StringComparer.Ordinal))
        {
            throw RefusalException.NotAllowed(
                $"Peran {caller.Role} tidak boleh melakukan ini; yang boleh: {string.Join(", ", row.Roles)}.",
                $"The role {caller.Role} may not do this; these may: {string.Join(", ", row.Roles)}."
            );
        }

        RequireReadable(http.Request);
        http.Features.Set(caller);
        if (caller.Role is Roles.Analis or Roles.Ketua)
        {
            await TellAsync(http, caller);
        }
    }

    // JSON is UTF-8 (RFC 8259, section 8.1). The framework takes an encoding that it does not know for a fault of the daemon's.
    private static void RequireReadable(HttpRequest request)
    {
        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset is { HasValue: true, Value: var charset }
            && !string.Equals(charset.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw RefusalException.Wrong(
                $"Permintaan tidak terbaca: pengodeannya harus UTF-8, bukan '{charset}'.",
                $"The request cannot be read: its encoding must be UTF-8, not '{charset}'."
            );
        }
    }

    // What a person must learn comes with whatever they ask next; it stays until their screen says that it was shown.
    private static async Task TellAsync(HttpContext http, Caller caller)
    {
        var claims = (Claims)http.RequestServices.GetService(typeof(Claims))!;
        var notices = await claims.UnseenAsync(caller.Identity, http.RequestAborted);
        if (notices.Count > 0)
        {
            http.Response.OnStarting(() =>
            {
                http.Response.Headers[NoticesHeader] = Convert.ToBase64String(
                    JsonSerializer.SerializeToUtf8Bytes(
                        notices.Select(notice => new NoticeView(notice.Id, new Sentence(notice.TextId, notice.TextEn))),
                        JsonSerializerOptions.Web
                    )
                );
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Answers with the refusal.</summary>
    internal static async Task AnswerAsync(HttpContext http, RefusalException refusal)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer is out already; cutting the connection is the only honest signal left.
            http.Abort();
            return;
        }

        var comeBack = http.Response.Headers.RetryAfter;
        http.Response.Clear();
        http.Response.Headers.RetryAfter = comeBack;
        http.Response.StatusCode = refusal.Kind switch
        {
            RefusalKind.WrongInput => StatusCodes.Status400BadRequest,
            RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Busy => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        await http.Response.WriteAsJsonAsync(
            new RefusalAnswer(refusal.Kind.ToString(), refusal.Sentence.Id, refusal.Sentence.En),
            JsonSerializerOptions.Web
        );
    }
}

/// <summary>A refusal as it travels over the socket.</summary>
/// <param name="Kind">Name of the <see cref="RefusalKind"/>.</param>
/// <param name="Id">Indonesian.</param>
/// <param name="En">English.</param>
internal sealed record RefusalAnswer(string Kind, string Id, string En);
