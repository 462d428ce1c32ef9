using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Monitor.Worker.Tests.Alerts;

/// <summary>A mail server on 127.0.0.1 that keeps what it is sent (RFC 5321), and can refuse.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public MailSink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is answered to a mail's receiver instead of yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>Every command, in order.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>Every mail as it came: headers, blank line, body.</summary>
    public ConcurrentQueue<string> Mails { get; } = [];

    /// <summary>The words of a mail, its body decoded.</summary>
    public static string Words(string mail)
    {
        var at = mail.IndexOf("\n\n", StringComparison.Ordinal);
        var body = mail[(at + 2)..];
        return mail[..at].Contains("base64", StringComparison.OrdinalIgnoreCase)
                ? Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings("")))
            : mail[..at].Contains("quoted-printable", StringComparison.OrdinalIgnoreCase)
                ? Uri.UnescapeDataString(
                    body.Replace("=\n", "", StringComparison.Ordinal).Replace("%", "%25", StringComparison.Ordinal).Replace('=', '%')
                )
            : body;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
            catch (Exception exception)
                when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The test is over, or the client hung up.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await SayAsync("220 sink");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync("250 sink");
                    break;
                case "RCPT" when Refusal is { } refusal:
                    await SayAsync(refusal);
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } text and not ".")
                    {
                        mail.Append(text).Append('\n');
                    }

                    Mails.Enqueue(mail.ToString());
                    await SayAsync("250 kept");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }

        async Task SayAsync(string answer) => await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stop.Token);
    }
}
