using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Monitor.Worker.Contests;

namespace Monitor.Worker.Demo;

/// <summary>
/// The demo's web: two newsrooms and the feeds of a dozen invented accounts, served on 127.0.0.1 on a free port by a real web server, so that the
/// demo goes through the same gate to the network as the daemon does.
/// </summary>
internal sealed class SampleSites : IAsyncDisposable
{
    private const string Rss = "application/rss+xml; charset=utf-8";
    private const string Atom = "application/atom+xml; charset=utf-8";
    private const string Html = "text/html; charset=utf-8";

    private readonly SampleWorld world;
    private readonly DateTimeOffset now;
    private readonly Dictionary<string, Resource> resources = new(StringComparer.Ordinal);
    private readonly List<SampleItem> items = [];
    private readonly List<(string Handle, Uri Feed)> accountFeeds = [];
    private WebApplication? server;
    private int requestCount;

    private SampleSites(SampleWorld world, DateTimeOffset now)
    {
        this.world = world;
        this.now = now;
    }

    /// <summary>Where everything is served, with a closing slash.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    /// <summary>RSS of the first newsroom.</summary>
    public Uri NewsroomFeed => new(BaseAddress, "warta/rss.xml");

    /// <summary>Atom of the second newsroom.</summary>
    public Uri NewsroomAtom => new(BaseAddress, "suara/atom.xml");

    /// <summary>One feed per account. The handle <c>budi2</c> is nobody's: it only begins like a registered one.</summary>
    public IReadOnlyList<(string Handle, Uri Feed)> AccountFeeds => accountFeeds;

    /// <summary>Everything that the feeds list, with what a careful reader would say of it.</summary>
    public IReadOnlyList<SampleItem> Items => items;

    /// <summary>The invented contest.</summary>
    public SampleContest Contest => world.Contest;

    /// <summary>The contest's calendar, laid so that the campaign runs today.</summary>
    public ElectionCalendar Calendar => world.Contest.Calendar(DateOnly.FromDateTime(now.ToOffset(Zones.Jakarta.BaseUtcOffset).DateTime));

    /// <summary>How many requests were answered so far, whatever the answer.</summary>
    public int RequestCount => Volatile.Read(ref requestCount);

    /// <summary>Starts serving. Publication dates lie within the last week before the clock's now.</summary>
    public static async Task<SampleSites> StartAsync(TimeProvider clock, CancellationToken ct)
    {
        // HTTP dates hold whole seconds; anything finer would make a page look changed since its own Last-Modified.
        var exact = clock.GetUtcNow();
        var sites = new SampleSites(SampleWorld.Read(), exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond)));
        try
        {
            await sites.ServeAsync(ct);
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }

        return sites;
    }

    /// <summary>The registry file of the invented people.</summary>
    public string AsnCsv()
    {
        var csv = new StringBuilder("nip;nama;gelar_depan;gelar_belakang;jabatan;unit;instansi;kode_wilayah;jenis\n");
        foreach (var person in world.People)
        {
            csv.AppendJoin(
                    ';',
                    person.Nip,
                    person.Name,
                    person.Front,
                    person.Back,
                    person.Position,
                    person.Unit,
                    person.Instansi,
                    person.Region,
                    person.Kind
                )
                .Append('\n');
        }

        return csv.ToString();
    }

    /// <summary>The registry file of their accounts.</summary>
    public string AccountCsv()
    {
        var csv = new StringBuilder("nip;platform;native_id;handle;url;dasar;referensi\n");
        foreach (var person in world.People)
        {
            if (person.Account is { } account)
            {
                var url = $"{BaseAddress.Scheme}://{BaseAddress.Authority}/@{account.Handle}";
                csv.AppendJoin(';', person.Nip, "mastodon", account.NativeId, account.Handle, url, account.Basis, account.Reference)
                    .Append('\n');
            }
        }

        return csv.ToString();
    }

    /// <summary>Who stands in the invented contest, so that the classifier does not see whom a text is for.</summary>
    public string BallotCsv()
    {
        var calendar = Calendar;
        var csv = new StringBuilder(
            "kontes;jenis;kode_wilayah;nomor;calon;wakil;sebutan_calon;akronim;slogan;tagar;mulai;selesai;sumber\n"
        );
        foreach (var pair in world.Contest.Pairs)
        {
            csv.AppendJoin(
                    ';',
                    world.Contest.Code,
                    "gubernur",
                    "00",
                    pair.Number,
                    pair.Candidate,
                    pair.RunningMate,
                    string.Join('|', pair.Short),
                    pair.Acronym,
                    pair.Slogan,
                    string.Join('|', pair.Hashtags),
                    $"{calendar.Phases[0].From:yyyy-MM-dd}",
                    $"{calendar.Phases[^1].To:yyyy-MM-dd}",
                    "contoh"
                )
                .Append('\n');
        }

        return csv.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.StopAsync(CancellationToken.None);
            await server.DisposeAsync();
            server = null;
        }
    }

    private async Task ServeAsync(CancellationToken ct)
    {
        // The empty builder reads no configuration and logs nothing: the environment of the demo must not move its sample server elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        server = builder.Build();
        ((IApplicationBuilder)server).Run(AnswerAsync);
        await server.StartAsync(ct);
        BaseAddress = new Uri(server.Urls.Single() + "/");
        Publish();
    }

    private void Publish()
    {
        Add("robots.txt", "text/plain; charset=utf-8", SampleWorld.Text("robots.txt"));
        PublishNews("warta");
        PublishNews("suara");
        Add(NewsroomFeed, Rss, SampleFeeds.NewsRss("Warta Arga", new Uri(BaseAddress, "warta/"), Newest(item => IsFrom(item, "warta"))));
        Add(NewsroomAtom, Atom, SampleFeeds.NewsAtom("Suara Nusa", new Uri(BaseAddress, "suara/"), Newest(item => IsFrom(item, "suara"))));
        foreach (var account in world.Accounts)
        {
            PublishPosts(account);
        }
    }

    private void PublishNews(string outlet)
    {
        var stories = world.News.Where(story => story.Outlet == outlet).ToDictionary(story => story.Id);
        foreach (var story in stories.Values)
        {
            // A story that stands at two addresses has one text, and both pages name the first address as theirs.
            var original = story.SameAs is { } other ? stories[other] : story;
            var item = new SampleItem
            {
                Id = story.Id,
                Url = new Uri(BaseAddress, $"{outlet}/{story.Path}"),
                Title = story.Title,
                Text = string.Join("\n\n", original.Paragraphs),
                Published = now.AddHours(-story.Hours),
                Expected = story.Label,
                Identity = story.Person switch
                {
                    "named" => SampleIdentity.Named,
                    "to_verify" => SampleIdentity.ToVerify,
                    _ => SampleIdentity.None,
                },
                Nip = story.Nip,
                Handle = null,
                SameAs = story.SameAs,
                Page = Enum.Parse<SamplePage>(story.Page, ignoreCase: true),
            };
            items.Add(item);
            if (item.Page != SamplePage.Missing)
            {
                var canonical = new Uri(BaseAddress, $"{outlet}/{original.Path}");
                Add(
                    item.Url,
                    Html,
                    item.Page == SamplePage.Broken ? SamplePages.Broken(item) : SamplePages.Article(item, story, canonical)
                );
            }
        }
    }

    private void PublishPosts(SampleWorld.Posting account)
    {
        var owner = world.Owner(account.Handle);
        var name = owner?.Name ?? account.Handle;
        var profile = new Uri(BaseAddress, $"@{account.Handle}");
        foreach (var post in account.Posts)
        {
            var item = new SampleItem
            {
                Id = post.Id,
                Url = new Uri(BaseAddress, $"@{account.Handle}/{post.Id}"),
                Title = post.Title,
                Text = post.Text,
                Published = now.AddHours(-post.Hours),
                Expected = post.Label,
                Identity = owner is null ? SampleIdentity.None : SampleIdentity.Account,
                Nip = owner?.Nip,
                Handle = account.Handle,
                SameAs = post.SameAs,
                Page = SamplePage.Whole,
            };
            items.Add(item);
            Add(item.Url, Html, SamplePages.Post(item, name));
        }

        var own = Newest(item => item.Handle == account.Handle);
        var (path, type, feed) = owner?.Account?.Feed switch
        {
            "atom" => ($"@{account.Handle}.atom", Atom, SampleFeeds.PostsAtom(name, profile, own)),
            "video" => ($"@{account.Handle}/umpan.xml", Atom, SampleFeeds.VideoAtom(name, profile, own)),
            _ => ($"@{account.Handle}.rss", Rss, SampleFeeds.PostsRss(name, profile, own)),
        };
        var address = new Uri(BaseAddress, path);
        Add(address, type, feed);
        accountFeeds.Add((account.Handle, address));
    }

    private List<SampleItem> Newest(Func<SampleItem, bool> which) => [.. items.Where(which).OrderByDescending(item => item.Published)];

    private bool IsFrom(SampleItem item, string outlet) => item.Url.AbsolutePath.StartsWith($"/{outlet}/", StringComparison.Ordinal);

    private void Add(string path, string type, string text) => Add(new Uri(BaseAddress, path), type, text);

    private void Add(Uri address, string type, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        resources.Add(address.AbsolutePath, new Resource(type, body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\""));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref requestCount);
        var (request, response) = (http.Request, http.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (!resources.TryGetValue(request.Path.Value ?? "", out var resource))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.ContentType = Html;
            await response.WriteAsync("<!DOCTYPE html><title>404</title><h1>Halaman tidak ditemukan</h1>", http.RequestAborted);
            return;
        }

        var headers = response.GetTypedHeaders();
        headers.ETag = new(resource.ETag);
        headers.LastModified = now;
        if (IsUnchanged(request, resource))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = resource.ContentType;
        response.ContentLength = resource.Body.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(resource.Body, http.RequestAborted);
        }
    }

    // RFC 9110, 13.2.2: where there is a tag to compare, the date is not looked at.
    private bool IsUnchanged(HttpRequest request, Resource resource)
    {
        var asked = request.GetTypedHeaders();
        return asked.IfNoneMatch.Count > 0
            ? asked.IfNoneMatch.Any(tag => tag.Tag == resource.ETag || tag.Tag == "*")
            : asked.IfModifiedSince is { } since && since >= now;
    }

    private sealed record Resource(string ContentType, byte[] Body, string ETag);

    // The console's lifetime would catch Ctrl-C and SIGTERM for the sample server; they are meant for the program.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
