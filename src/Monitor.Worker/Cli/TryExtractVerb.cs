using System.CommandLine;
using Monitor.Worker.Collection.Articles;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try extract</c>: which article would the daemon read out of this page?</summary>
internal static class TryExtractVerb
{
    public static Command Build(Verbs verbs)
    {
        var files = verbs.Argument<string[]>(
            "FILE",
            "Berkas HTML (boleh .gz), atau '-' untuk masukan standar.",
            "HTML files (.gz accepted), or '-' for standard input."
        );
        files.Arity = ArgumentArity.ZeroOrMore;
        files.DefaultValueFactory = _ => ["-"];
        var url = verbs.Option<string?>(
            "--url",
            "Alamat halaman itu; menentukan tautan relatif dan situs.",
            "The address of the page; decides relative links and the site."
        );
        return verbs.Of(
            "extract",
            "Menampilkan artikel yang akan dibaca daemon dari satu halaman: satu JSON per berkas; keluar 1 bila ada yang tidak terbaca.",
            "Shows the article that the daemon would read out of a page: one JSON per file; exit 1 when one cannot be read.",
            "monitor try extract berita.html.gz --url https://kabar.example/2024/10/07/berita",
            (call, ct) => RunAsync(call, call.Value(files), call.Value(url), ct),
            files,
            url
        );
    }

    private static async Task<int> RunAsync(Invocation call, string[] files, string? url, CancellationToken ct)
    {
        var address = TryAddress.Parse(url);
        var extractor = new ArticleExtractor(SiteSelectors.Shipped());
        var exit = ExitCode.Done;
        foreach (var file in files.Length == 0 ? ["-"] : files)
        {
            var document = extractor.Extract(await TryInput.ReadAsync(call, file, ct), contentType: null, address);
            if (document.Article is { } article)
            {
                call.PrintJson(
                    new
                    {
                        file,
                        title = article.Title,
                        text = article.Text,
                        published = article.Published,
                        authors = article.Authors,
                        language = article.Language,
                        site = article.Site,
                    }
                );
            }
            else
            {
                call.PrintJson(new { file, problem = document.Refusal?.In(call.Tongue) });
                exit = ExitCode.Finding;
            }
        }

        return exit;
    }
}
