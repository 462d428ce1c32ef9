using System.CommandLine;
using System.Text;
using System.Text.Json;
using Monitor.Worker.Api;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary><c>monitor try robots</c>: may this agent fetch this address, and which line of robots.txt says so?</summary>
internal static class TryRobotsVerb
{
    public static Command Build(Verbs verbs)
    {
        var file = verbs.Argument<string>(
            "FILE",
            "Berkas robots.txt, atau '-' untuk masukan standar.",
            "The robots.txt file, or '-' for standard input."
        );
        file.DefaultValueFactory = _ => "-";
        var agent = verbs.Option<string?>(
            "--agent",
            "Nama perayap seperti dalam robots.txt; bawaan: nama dari Collection:UserAgent.",
            "The crawler's name as in robots.txt; by default the one in Collection:UserAgent."
        );
        var url = verbs.Option<string?>("--url", "Alamat yang hendak diambil.", "The address to be fetched.");
        var lines = verbs.Option<bool>(
            "--jsonl",
            "Berkas berisi satu JSON per baris: {\"robots\",\"agent\",\"url\"}.",
            "The file holds one JSON a line: {\"robots\",\"agent\",\"url\"}."
        );
        return verbs.Of(
            "robots",
            "Menjawab apakah robots.txt mengizinkan satu alamat, dan baris mana yang menentukan.",
            "Answers whether robots.txt allows an address, and which line decides.",
            "monitor try robots robots.txt --agent BawasluMonitor --url https://contoh.go.id/berita/1",
            (call, ct) =>
                call.Value(lines)
                    ? EachAsync(call, call.Value(file), ct)
                    : OneAsync(call, call.Value(file), call.Value(agent), call.Value(url), ct),
            file,
            agent,
            url,
            lines
        );
    }

    private static async Task<int> OneAsync(Invocation call, string file, string? agent, string? url, CancellationToken ct)
    {
        if (url is null)
        {
            throw RefusalException.Wrong("--url harus disebut.", "--url must be given.");
        }

        agent ??= new WebIdentity(call.Settings.Get<CollectionOptions>()).ProductToken;
        using var bytes = new MemoryStream();
        await using (var input = call.OpenInput(file))
        {
            await input.CopyToAsync(bytes, ct);
        }

        Print(call, RobotsTxt.Parse(bytes.ToArray()), agent, url);
        return ExitCode.Done;
    }

    private static async Task<int> EachAsync(Invocation call, string file, CancellationToken ct)
    {
        await using var input = call.OpenInput(file);
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        for (var number = 1; await reader.ReadLineAsync(ct) is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var question = Read(line, number);
            Print(call, RobotsTxt.Parse(Encoding.UTF8.GetBytes(question.Robots)), question.Agent, question.Url);
        }

        return ExitCode.Done;
    }

    private static Question Read(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<Question>(line, Json.Format) is { Robots: not null, Agent: not null, Url: not null } question
                ? question
                : throw new JsonException("robots, agent, url");
        }
        catch (JsonException wrong)
        {
            throw RefusalException.Wrong(
                $"Baris {number} bukan {{\"robots\",\"agent\",\"url\"}}: {wrong.Message}",
                $"Line {number} is not {{\"robots\",\"agent\",\"url\"}}: {wrong.Message}"
            );
        }
    }

    private static void Print(Invocation call, RobotsTxt robots, string agent, string url)
    {
        var verdict = robots.Allows(agent, url);
        call.PrintJson(
            new
            {
                allowed = verdict.Allowed,
                rule = verdict.Rule,
                crawlDelay = robots.CrawlDelay(agent)?.TotalSeconds,
            }
        );
    }

    private sealed record Question(string Robots, string Agent, string Url);
}
