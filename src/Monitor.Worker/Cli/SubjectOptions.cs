using System.CommandLine;
using System.Globalization;
using Monitor.Worker.Api;
using Monitor.Worker.Language;

namespace Monitor.Worker.Cli;

/// <summary>How a privacy verb is told whom it is about and which request it answers.</summary>
internal sealed class SubjectOptions
{
    private readonly Argument<string?> _nip;
    private readonly Option<string?> _file;
    private readonly Option<long?> _id;
    private readonly Option<long?> _request;
    private readonly Option<string?> _from;
    private readonly Option<string?> _proof;
    private readonly Option<string?> _received;

    /// <summary>Describes them in the caller's language.</summary>
    public SubjectOptions(Verbs verbs)
    {
        _nip = new Argument<string?>("NIP")
        {
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => null,
            Description = verbs.Pick(
                "NIP, '-' untuk masukan standar; tanpa itu ditanyakan tanpa ditampilkan. Di baris perintah ia tersimpan di riwayat shell.",
                "The NIP, '-' for standard input; without it, it is asked for and not shown. On the command line it stays in the shell's history."
            ),
        };
        _file = verbs.Option<string?>("--nip-file", "Berkas yang memuat NIP.", "A file that holds the NIP.");
        _id = verbs.Option<long?>("--id", "Nomor ASN di registri, sebagai ganti NIP.", "Number in the registry, instead of the NIP.");
        _request = verbs.Option<long?>("--request", "Permintaan terdaftar yang dijawab.", "The registered request that is answered.");
        _from = verbs.Option<string?>(
            "--from",
            "Siapa yang meminta: subject, representative, instansi, dpo.",
            "Who asks: subject, representative, instansi, dpo."
        );
        _proof = verbs.Option<string?>("--proof", "Bagaimana identitas dibuktikan; tanpa nama.", "How identity was proven; without names.");
        _received = verbs.Option<string?>(
            "--received",
            "Kapan diterima, mis. 2026-11-20T10:00:00+07:00; bawaan: sekarang.",
            "When it was received, for example 2026-11-20T10:00:00+07:00; default: now."
        );
    }

    /// <summary>For the verb's description.</summary>
    public IReadOnlyList<Symbol> All => [_nip, _file, _id, _request, _from, _proof, _received];

    /// <summary>What was given, with the number from where it is safe to give one.</summary>
    /// <exception cref="RefusalException">Nothing says whom it is about.</exception>
    public async Task<SubjectAsk> AskAsync(Invocation call, CancellationToken ct)
    {
        var id = call.Value(_id);
        return new SubjectAsk(
            id is null ? await NipAsync(call, ct) : null,
            id,
            call.Value(_request),
            call.Value(_from),
            call.Value(_proof),
            Received(call.Value(_received))
        );
    }

    private async Task<string> NipAsync(Invocation call, CancellationToken ct)
    {
        var (given, file) = (call.Value(_nip), call.Value(_file));
        if (file is not null)
        {
            await using var stream = call.OpenInput(file);
            using var reader = new StreamReader(stream);
            return (await reader.ReadToEndAsync(ct)).Trim();
        }

        if (given is not null and not "-")
        {
            call.Say(
                "NIP di baris perintah tersimpan di riwayat shell dan tampak di daftar proses; lebih aman --nip-file, '-' atau ditanyakan.",
                "A NIP on the command line stays in the shell's history and shows in the list of processes; --nip-file, '-' or being asked is safer."
            );
            return given;
        }

        if (given is null && call.Terminal.Interactive)
        {
            call.Terminal.Error.Write("NIP: ");
            return await HiddenAsync(call, ct);
        }

        return (await call.Terminal.In.ReadLineAsync(ct))?.Trim()
            ?? throw RefusalException.Wrong("NIP tidak diberikan.", "No NIP was given.");
    }

    // Key by key, so that nothing is echoed.
    private static async Task<string> HiddenAsync(Invocation call, CancellationToken ct)
    {
        var typed = new System.Text.StringBuilder();
        while (await call.Terminal.ReadKeyAsync(ct) is { } key and not ('\r' or '\n'))
        {
            if (key is '\b' or '\u007f')
            {
                typed.Length = Math.Max(typed.Length - 1, 0);
            }
            else
            {
                typed.Append(key);
            }
        }

        await call.Terminal.Error.WriteLineAsync();
        return typed.ToString();
    }

    private static DateTimeOffset? Received(string? written) =>
        written is null ? null
        : DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
        : throw RefusalException.Wrong($"--received tidak terbaca: '{written}'.", $"--received cannot be read: '{written}'.");
}
