using System.Net;
using System.Net.Mail;
using System.Text;
using Monitor.Worker.Language;

namespace Monitor.Worker.Alerts;

/// <summary>Messages by mail, to the one server that configuration names.</summary>
/// <remarks>
/// The one connection that does not go through Collection/Web: SMTP is no HTTP, and its server is most often on the own network. Nothing but configuration says where it
/// goes, and nothing that was collected is in it. The runtime's own client is used because no other restores from the registries that this project builds with.
/// </remarks>
internal sealed class MailChannel(MailOptions options, TimeProvider time) : IAlertChannel
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "mail";

    /// <inheritdoc/>
    public bool IsOn => options.IsOn;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(AlertMessage message, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var mail = new MailMessage
            {
                From = new MailAddress(options.From),
                Subject = message.Subject,
                SubjectEncoding = Encoding.UTF8,
                Body = message.Body,
                BodyEncoding = Encoding.UTF8,
            };
            mail.Headers.Add("Message-ID", $"<{message.Id}@monitor.invalid>");
            // No answer of an out-of-office robot is wanted (RFC 3834).
            mail.Headers.Add("Auto-Submitted", "auto-generated");
            foreach (var address in options.To)
            {
                mail.To.Add(address);
            }

            using var client = new SmtpClient(options.Host, options.Port)
            {
                EnableSsl = options.Security == MailSecurity.StartTls,
                Credentials = options.User.Length > 0 ? new NetworkCredential(options.User, options.Password) : null,
            };
            await client.SendMailAsync(mail, either.Token);
            return new Delivery(Fault: null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed($"{Deadline.TotalSeconds:0} s");
        }
        catch (Exception exception)
            when (exception is SmtpException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return Failed(exception.GetBaseException().Message);
        }
    }

    private Delivery Failed(string cause) =>
        new(
            new Sentence(
                $"server surel {options.Host}:{options.Port} tidak menerima: {cause}",
                $"the mail server {options.Host}:{options.Port} did not take it: {cause}"
            )
        );
}
