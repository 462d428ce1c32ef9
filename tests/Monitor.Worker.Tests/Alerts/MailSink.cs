using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Monitor.Worker.Tests.Alerts;

/// <summary>A mail server on 127.0.0.1 that keeps what it is sent (RFC 5321), and can refuse; with a certificate it offers STARTTLS (RFC 3207).</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    public MailSink(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is answered to a mail's receiver instead of yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>Every command, in order.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>The commands that came before the connection was encrypted.</summary>
    public ConcurrentQueue<string> InTheClear { get; } = [];

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
                when (exception
                        is OperationCanceledException
                            or SocketException
                            or IOException
                            or ObjectDisposedException
                            or AuthenticationException
                )
            {
                // The test is over, or the client hung up.
            }
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        var reader = new StreamReader(stream, Encoding.UTF8);
        SslStream? encrypted = null;
        await SayAsync("220 sink");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Commands.Enqueue(line);
            if (encrypted is null)
            {
                InTheClear.Enqueue(line);
            }

            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync(
                        _certificate is null ? "250 sink"
                        : encrypted is null ? "250-sink\r\n250 STARTTLS"
                        : "250-sink\r\n250 AUTH LOGIN"
                    );
                    break;
                case "STARTTLS" when _certificate is not null:
                    await SayAsync("220 go on");
                    encrypted = new SslStream(stream);
                    await encrypted.AuthenticateAsServerAsync(_certificate);
                    (stream, reader) = (encrypted, new StreamReader(encrypted, Encoding.UTF8));
                    break;
                case "AUTH":
                    await SayAsync("334 UGFzc3dvcmQ6");
                    Commands.Enqueue(await reader.ReadLineAsync(_stop.Token) ?? "");
                    await SayAsync("235 welcome");
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
