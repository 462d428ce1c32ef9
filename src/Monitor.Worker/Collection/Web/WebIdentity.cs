using System.Net.Mail;

namespace Monitor.Worker.Collection.Web;

/// <summary>Who the collector says it is: one User-Agent for every request, with a way to reach a person.</summary>
internal sealed class WebIdentity(CollectionOptions options)
{
    /// <summary>The name that robots.txt groups are looked up by: the product token (RFC 9309 section 2.2.1).</summary>
    public string ProductToken { get; } = options.UserAgent.Split('/')[0];

    /// <summary>The whole header: <c>BawasluMonitor/0.1 (+contact)</c>.</summary>
    public string UserAgent { get; } = options.Contact.Length == 0 ? options.UserAgent : $"{options.UserAgent} (+{options.Contact})";

    /// <summary>False while nobody can be reached: then no public site is contacted.</summary>
    public bool HasContact { get; } = options.Contact.Length > 0;

    /// <summary>True for an e-mail address or an http(s) address that can stand inside a header comment.</summary>
    public static bool IsContact(string contact)
    {
        // Brackets would end the comment of the header; anything outside ASCII may not stand in a header at all.
        if (contact.Any(static c => c is '(' or ')' or '\\' or <= ' ' or > '~'))
        {
            return false;
        }

        return MailAddress.TryCreate(contact, out _)
            || (Uri.TryCreate(contact, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https" or "mailto"));
    }
}
