using System.CommandLine;
using Monitor.Worker.Collection.Feeds;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try feed</c>: which entries would the daemon read out of this feed?</summary>
internal static class TryFeedVerb
{
    /// <summary>Stands for the address of a feed that was given without one; what it made absolute is shown as it was written.</summary>
    private static readonly Uri Nowhere = new("http://feed.invalid/");

    public static Command Build(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas umpan (RSS, Atom, JSON Feed; boleh .gz), atau '-' untuk masukan standar.",
            "The feed's file (RSS, Atom, JSON Feed; .gz accepted), or '-' for standard input."
        );
        file.DefaultValueFactory = _ => "-";
        var url = verbs.Option<string?>(
            "--url",
            "Alamat umpan itu; menentukan tautan relatif.",
            "The address of the feed; decides relative links."
        );
        return verbs.Of(
            "feed",
            "Menampilkan entri yang akan dibaca daemon dari satu umpan; keluar 1 bila bukan umpan.",
            "Shows the entries that the daemon would read out of a feed; exit 1 when it is none.",
            "monitor try feed rss.xml --url https://kabar.example/rss",
            (call, ct) => RunAsync(call, call.Value(file), call.Value(url), ct),
            file,
            url
        );
    }

    private static async Task<int> RunAsync(Invocation call, string file, string? url, CancellationToken ct)
    {
        var document = FeedParser.Parse(await TryInput.ReadAsync(call, file, ct), contentType: null, TryAddress.Parse(url) ?? Nowhere);
        if (document.Feed is not { } feed)
        {
            call.Say(document.Refusal!);
            return ExitCode.Finding;
        }

        call.PrintJson(
            new
            {
                title = feed.Title,
                items = feed.Entries.Select(entry => new
                {
                    id = entry.Id,
                    url = Shown(entry.Url),
                    title = entry.Title,
                    text = entry.Text,
                    published = entry.Published,
                    authors = entry.Authors.Select(author => author.Name.Length > 0 ? author.Name : author.Email),
                }),
            }
        );
        return ExitCode.Done;
    }

    private static string? Shown(Uri? address) =>
        address?.Host == Nowhere.Host ? address.PathAndQuery + address.Fragment : address?.OriginalString;
}
