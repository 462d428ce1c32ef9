using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Collection.Web;

namespace Monitor.Worker.Alerts;

/// <summary>Messages as JSON by POST, through the one gate to the network, signed where a secret is set.</summary>
internal sealed class WebhookChannel(WebhookOptions options, WebGate web) : IAlertChannel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public string Name => "webhook";

    /// <inheritdoc/>
    public bool IsOn => options.IsOn;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(AlertMessage message, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, Json);
        var answer = await web.GetAsync(
            new WebRequest
            {
                Url = new Uri(options.Url),
                Kind = WebKind.Api,
                Api = new ApiAccess(ApiToken.None, "alerts"),
                Accept = "*/*",
                Post = new WebPost(body, "application/json") { Signature = Signature(body) },
            },
            ct
        );
        return new Delivery(answer.IsOk ? null : answer.Reason, answer.RetryAfter);
    }

    private string? Signature(byte[] body) =>
        options.Secret.Length == 0
            ? null
            : $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secret), body))}";
}
