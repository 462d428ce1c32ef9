using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Monitor.Worker.Api;
using Monitor.Worker.Language;

namespace Monitor.Worker.Client;

/// <summary>Nobody answers on the socket, or nobody any more: exit 4.</summary>
internal sealed class DaemonAbsentException : Exception
{
    /// <summary>Nothing was sent.</summary>
    public DaemonAbsentException(string socket, string cause)
        : base($"The daemon does not answer on {socket}: {cause}") =>
        Sentence = new(
            $"Daemon tidak menjawab di {socket} ({cause}). Jalankan 'monitor run', atau sebut soketnya dengan --socket atau --data.",
            $"The daemon does not answer on {socket} ({cause}). Start 'monitor run', or name its socket with --socket or --data."
        );

    /// <summary>There is no socket.</summary>
    public static DaemonAbsentException WithoutSocket(string socket) =>
        new(
            new Sentence(
                $"Daemon tidak menjawab: tidak ada soket {socket}. Jalankan 'monitor run', atau sebut soketnya dengan --socket atau --data.",
                $"The daemon does not answer: there is no socket {socket}. Start 'monitor run', or name its socket with --socket or --data."
            )
        );

    private DaemonAbsentException(Sentence sentence)
        : base(sentence.En) => Sentence = sentence;

    /// <summary>What to tell the person.</summary>
    public Sentence Sentence { get; }

    /// <summary>The daemon was there and is gone in the middle of a request. What was asked for may have been done or not.</summary>
    public static DaemonAbsentException InMidRequest(string socket, bool asked) =>
        new(
            asked
                ? new Sentence(
                    $"Daemon di {socket} berhenti sebelum menjawab. Tidak ada yang diubah; ulangi setelah daemon berjalan lagi.",
                    $"The daemon on {socket} stopped before it answered. Nothing was changed; try again once it runs."
                )
                : new Sentence(
                    $"Daemon di {socket} berhenti sebelum menjawab; permintaan ini tercatat seluruhnya atau tidak sama sekali. Periksa setelah daemon berjalan lagi (misalnya 'monitor queue show'), lalu ulangi bila belum: putusan yang sama tidak tercatat dua kali.",
                    $"The daemon on {socket} stopped before it answered; the request was recorded whole or not at all. Look once it runs again ('monitor queue show', for example) and repeat it if it is not there: one verdict is never recorded twice."
                )
        );
}

/// <summary>Speaks HTTP/JSON with the daemon over its Unix domain socket. Who is calling is the kernel's word, nothing is sent to prove it.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _socket;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, bool> _told = new();

    /// <summary>Names the socket; connects when first used.</summary>
    /// <param name="socket">Path of the socket.</param>
    /// <param name="actAs">A test user to act as, or empty.</param>
    public DaemonClient(string socket, string actAs = "")
    {
        _socket = socket;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        // A long import or export takes what it takes; Ctrl-C cancels.
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://monitor"), Timeout = Timeout.InfiniteTimeSpan };
        if (actAs.Length > 0)
        {
            _http.DefaultRequestHeaders.Add(Doorkeeper.ActAsHeader, actAs);
        }
    }

    /// <summary>Whether any program listens on a socket, so that a start does not take another one's place.</summary>
    public static bool IsAnswered(string socket)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    /// <summary>Shows a person what the daemon has to tell beside its answer; without it nothing is taken as shown.</summary>
    public Action<Sentence>? Told { get; init; }

    /// <summary>Asks for one thing.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await ReadAsync<T>(request, ct);
    }

    /// <summary>Sends one JSON document.</summary>
    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body ?? new { }, options: Json.Format),
        };
        return await ReadAsync<T>(request, ct);
    }

    /// <summary>Sends a file as it is.</summary>
    public async Task<T> PostFileAsync<T>(string path, Stream file, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        return await ReadAsync<T>(request, ct);
    }

    /// <summary>Fetches a file as it is.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, ct);
        return await WholeAsync(request, () => response.Content.ReadAsByteArrayAsync(ct));
    }

    /// <summary>Asks for something that is read as it comes.</summary>
    public async Task<T> PostForStreamAsync<T>(string path, Func<Stream, Task<T>> read, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { }) };
        using var response = await SendAsync(request, ct);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        return await read(stream);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await SendAsync(request, ct);
        return await WholeAsync(request, () => response.Content.ReadFromJsonAsync<T>(Json.Format, ct))
            ?? throw RefusalException.Broken("Daemon menjawab kosong.", "The daemon gave an empty answer.");
    }

    // Half an answer is none: the daemon was killed, or cut the connection because it could not go on.
    private async Task<T> WholeAsync<T>(HttpRequestMessage request, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw DaemonAbsentException.InMidRequest(_socket, request.Method == HttpMethod.Get);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException exception)
            when (exception.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            throw RefusalException.NotAllowed(
                $"Anda tidak boleh menghubungi soket {_socket}: bukan anggota grupnya.",
                $"You may not connect to the socket {_socket}: you are not in its group."
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // Where there is no file the runtime's own words ("Cannot assign requested address") lead nowhere.
            throw File.Exists(_socket)
                ? new DaemonAbsentException(_socket, exception.InnerException?.Message ?? exception.Message)
                : DaemonAbsentException.WithoutSocket(_socket);
        }
        catch (HttpRequestException)
        {
            throw DaemonAbsentException.InMidRequest(_socket, request.Method == HttpMethod.Get);
        }

        await TellAsync(response, ct);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var answer = await ReadRefusalAsync(response, ct);
            throw new RefusalException(
                Enum.TryParse<RefusalKind>(answer.Kind, out var kind) ? kind : RefusalKind.Broken,
                new Sentence(answer.Id, answer.En)
            );
        }
    }

    private async Task TellAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (Told is not { } tell || !response.Headers.TryGetValues(ApiServer.NoticesHeader, out var values))
        {
            return;
        }

        var notices =
            System.Text.Json.JsonSerializer.Deserialize<NoticeView[]>(Convert.FromBase64String(values.First()), Json.Format) ?? [];
        var fresh = notices.Where(notice => _told.TryAdd(notice.Id, true)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        fresh.ForEach(notice => tell(notice.Text));
        await PostAsync<DoneAnswer>("/notices/seen", new SeenRequest(fresh.ConvertAll(notice => notice.Id)), ct);
    }

    private static async Task<RefusalAnswer> ReadRefusalAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            var answer = await response.Content.ReadFromJsonAsync<RefusalAnswer>(Json.Format, ct);
            if (answer is not null)
            {
                return answer;
            }
        }

        var status = (int)response.StatusCode;
        return response.StatusCode == HttpStatusCode.RequestEntityTooLarge
            ? new RefusalAnswer(
                nameof(RefusalKind.WrongInput),
                "Berkas lebih besar daripada Api:MaxRequestBytes.",
                "The file is larger than Api:MaxRequestBytes."
            )
            : new RefusalAnswer(nameof(RefusalKind.Broken), $"Daemon menjawab {status}.", $"The daemon answered {status}.");
    }
}
