using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Monitor.Worker.Alerts;
using Monitor.Worker.Collection;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Language;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Alerts;

/// <summary>What operators are told, when, and what becomes of a message that nobody takes.</summary>
public abstract class AlertTests : Spine
{
    private readonly AlertOptions _options = new() { Name = "uji" };
    private readonly FakeChannel _channel = new();

    private AlertRound Round => new(Database, _options, [_channel], Time);
    private Outbox Outbox => new(Database, [_channel], Time, NullLogger<Outbox>.Instance);

    [Fact]
    public async Task WhatHoldsForAMomentIsToldToNobody()
    {
        Assert.Null(await RoundAsync(Red(1)));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await RoundAsync());
        Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await RoundAsync());
        Assert.Equal(0, await CountAsync("alert"));
        Assert.Empty(_channel.Sent);
    }

    [Fact]
    public async Task WithoutSettlingItIsToldAtOnceAlsoBetweenTwoMilliseconds()
    {
        _options.Settle = TimeSpan.Zero;
        Time.Advance(TimeSpan.FromTicks(7));
        Assert.Equal("raised", (await RoundAsync(Red(1)))!.Alerts[0].State);
    }

    [Fact]
    public async Task WhatHoldsIsToldOnceAndOnceMoreWhenItIsOver()
    {
        var raised = await HoldAsync(Red(3));
        Assert.Equal(("source-red", "raised", 3), (raised.Alerts[0].Kind, raised.Alerts[0].State, raised.Alerts[0].Count));
        for (var i = 0; i < 60; i++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(await RoundAsync(Red(3)));
        }

        Time.Advance(TimeSpan.FromMinutes(5));
        var over = await RoundAsync();
        Assert.Equal("over", Assert.Single(over!.Alerts).State);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await RoundAsync());
        Assert.Equal(2, await Outbox.DeliverAsync(default));
        Assert.Equal([raised.Id, over.Id], _channel.Sent.ConvertAll(message => message.Id));
    }

    [Fact]
    public async Task WhatComesUpTogetherIsOneMessageAndMessagesAreNotCloserThanConfigured()
    {
        var first = await HoldAsync(Red(1), new Condition("disk-low", 900, new Sentence("a", "b")));
        Assert.Equal(["disk-low", "source-red"], first.Alerts.Select(line => line.Kind));

        Time.Advance(TimeSpan.FromMinutes(6));
        var more = new Condition("backup-failed", 1, new Sentence("a", "b"));
        Assert.Null(await RoundAsync(Red(1), more));
        Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await RoundAsync(Red(1), more));
        Time.Advance(TimeSpan.FromMinutes(3));
        var second = await RoundAsync(Red(1), more);
        Assert.Equal(
            [("backup-failed", "raised"), ("disk-low", "over"), ("source-red", "still")],
            second!.Alerts.Select(line => (line.Kind, line.State))
        );
        Assert.StartsWith("[Monitor uji] backup-failed", second.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatGoesOnIsToldAgainAfterADayAndSoonerWhenItIsMuchWorse()
    {
        await HoldAsync(Red(2));
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Null(await RoundAsync(Red(3)));
        Assert.Equal("worse", (await RoundAsync(Red(4)))!.Alerts[0].State);
        Time.Advance(TimeSpan.FromHours(23));
        Assert.Null(await RoundAsync(Red(4)));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("still", (await RoundAsync(Red(4)))!.Alerts[0].State);
    }

    [Fact]
    public async Task MessageThatIsNotTakenIsTriedAgainAtGrowingIntervalsAndGivenUpAfterADay()
    {
        await HoldAsync(Red(1));
        _channel.Fault = new Sentence("sibuk", "busy");
        var gaps = new List<double>();
        var last = Time.GetUtcNow();
        for (var minute = 0; minute < 26 * 60; minute++)
        {
            var before = _channel.Tries;
            await Outbox.DeliverAsync(default);
            if (_channel.Tries > before)
            {
                gaps.Add((Time.GetUtcNow() - last).TotalMinutes);
                last = Time.GetUtcNow();
            }

            Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60], gaps.Take(9));
        Assert.InRange(_channel.Tries, 27, 33);
        var health = await Outbox.HealthAsync(default);
        Assert.Equal((0, 1), (health.Waiting, health.GivenUp));
        Assert.NotNull((await Outbox.ListAsync(1, default))[0].GivenUpAt);
    }

    [Fact]
    public async Task WaitingMessageIsSeenInTheStatusWithItsReasonUntilItIsTaken()
    {
        await HoldAsync(Red(1));
        _channel.Fault = new Sentence("sibuk", "busy");
        await Outbox.DeliverAsync(default);
        var health = await Outbox.HealthAsync(default);
        Assert.Equal((true, 1, "busy"), (health.On, health.Waiting, health.Fault!.En));
        _channel.Fault = null;
        Assert.Equal(0, await Outbox.DeliverAsync(default));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Outbox.DeliverAsync(default));
        health = await Outbox.HealthAsync(default);
        Assert.Equal((0, null, Time.GetUtcNow()), (health.Waiting, health.Fault, health.LastSentAt));
    }

    [Fact]
    public async Task ReceiverThatWantsToBeLeftAloneIsLeftAlone()
    {
        await HoldAsync(Red(1));
        (_channel.Fault, _channel.Wait) = (new Sentence("nanti", "later"), TimeSpan.FromMinutes(30));
        await Outbox.DeliverAsync(default);
        Time.Advance(TimeSpan.FromMinutes(29));
        await Outbox.DeliverAsync(default);
        Assert.Equal(1, _channel.Tries);
    }

    [Fact]
    public async Task WithoutAChannelNothingIsKept()
    {
        _channel.IsOn = false;
        Assert.Null(await RoundAsync(Red(1)));
        Assert.Equal(0, await CountAsync("alert"));
        Assert.False((await Outbox.HealthAsync(default)).On);
        await Assert.ThrowsAsync<RefusalException>(() => Outbox.TryAsync(new AlertMessage("1", Time.GetUtcNow(), "uji", []), default));
    }

    [Fact]
    public async Task MailGoesToEveryReceiverInBothLanguages()
    {
        await using var sink = new MailSink();
        var channel = new MailChannel(Mail(sink), TimeProvider());
        var message = await HoldAsync(Red(3));
        Assert.Null((await channel.SendAsync(message, default)).Fault);
        var mail = Assert.Single(sink.Mails);
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Contains(message.Id, mail, StringComparison.Ordinal);
        Assert.Contains("Subject: [Monitor uji] source-red", mail, StringComparison.Ordinal);
        var words = MailSink.Words(mail);
        Assert.Contains("BARU: 3 sumber merah", words, StringComparison.Ordinal);
        Assert.Contains("NEW: 3 sources are red", words, StringComparison.Ordinal);
        Assert.Equal(2, sink.Commands.Count(command => command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task MailServerThatRefusesOrIsAwayIsAFaultWithItsReason()
    {
        await using var sink = new MailSink { Refusal = "452 kotak penuh" };
        var channel = new MailChannel(Mail(sink), TimeProvider());
        var message = await HoldAsync(Red(3));
        Assert.Contains("did not take it", (await channel.SendAsync(message, default)).Fault!.En, StringComparison.Ordinal);
        Assert.Empty(sink.Mails);
        MailOptions away;
        await using (var gone = new MailSink())
        {
            away = Mail(gone);
        }

        Assert.NotNull((await new MailChannel(away, TimeProvider()).SendAsync(message, default)).Fault);
    }

    [Fact]
    public async Task MailServerWithoutStartTlsIsSentNothingWhenItIsAskedFor()
    {
        await using var sink = new MailSink();
        var options = Mail(sink);
        options.Security = MailSecurity.StartTls;
        (options.User, options.Password) = ("monitor", "rahasia-surel");
        Assert.NotNull((await new MailChannel(options, TimeProvider()).SendAsync(await HoldAsync(Red(3)), default)).Fault);
        Assert.Empty(sink.Mails);
        Assert.DoesNotContain(sink.Commands, command => command.Contains("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task WebhookIsPostedThroughTheGateAndItsSignatureCanBeChecked()
    {
        await using var sink = await WebhookSink.StartAsync();
        var options = new WebhookOptions { Url = sink.Url, Secret = "rahasia-kait" };
        var message = await HoldAsync(Red(3));
        using (var gate = Gate(options, sink.Authority))
        {
            Assert.Null((await new WebhookChannel(options, gate).SendAsync(message, default)).Fault);
        }

        var (method, signature, mediaType, body) = Assert.Single(sink.Received);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("rahasia-kait"), body));
        Assert.Equal(("POST", "application/json", $"sha256={expected}"), (method, mediaType, signature));
        using var json = JsonDocument.Parse(body);
        Assert.Equal(message.Id, json.RootElement.GetProperty("id").GetString());
        Assert.Equal("source-red", json.RootElement.GetProperty("alerts")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData(500, null, "500")]
    [InlineData(302, "http://169.254.169.254/", "302")]
    public async Task WebhookThatFailsOrLeadsElsewhereIsAFault(int status, string? location, string said)
    {
        await using var sink = await WebhookSink.StartAsync();
        (sink.Status, sink.Location) = (status, location);
        var options = new WebhookOptions { Url = sink.Url };
        using var gate = Gate(options, sink.Authority);
        var delivery = await new WebhookChannel(options, gate).SendAsync(await HoldAsync(Red(3)), default);
        Assert.Contains(said, delivery.Fault!.En, StringComparison.Ordinal);
        Assert.Null(Assert.Single(sink.Received).Signature);
    }

    [Fact]
    public async Task PrivateAddressThatWasNotOpenedIsNotContacted()
    {
        await using var sink = await WebhookSink.StartAsync();
        var options = new WebhookOptions { Url = sink.Url };
        using var gate = Gate(options, "127.0.0.1:1");
        var delivery = await new WebhookChannel(options, gate).SendAsync(await HoldAsync(Red(3)), default);
        Assert.NotNull(delivery.Fault);
        Assert.Empty(sink.Received);
    }

    private static TimeProvider TimeProvider() => Worker.Hosting.Clock.Machine;

    private static Condition Red(long count) =>
        new("source-red", count, new Sentence($"{count} sumber merah.", $"{count} sources are red."));

    private static MailOptions Mail(MailSink sink) =>
        new()
        {
            Host = "127.0.0.1",
            Port = sink.Port,
            Security = MailSecurity.None,
            From = "monitor@bawaslu.example",
            To = ["piket@bawaslu.example", "admin@bawaslu.example"],
        };

    private WebGate Gate(WebhookOptions options, string allowed)
    {
        var collection = new CollectionOptions { AllowedPrivateHosts = [allowed] };
        return new WebGate(
            collection,
            new HostPacing(Database, collection, Worker.Hosting.Clock.Machine),
            Worker.Hosting.Clock.Machine,
            lookup: null,
            options.Contracted
        );
    }

    private Task<AlertMessage?> RoundAsync(params Condition[] conditions) => Round.TakeAsync(conditions, default);

    private async Task<AlertMessage> HoldAsync(params Condition[] conditions)
    {
        Assert.Null(await RoundAsync(conditions));
        Time.Advance(_options.Settle);
        return (await RoundAsync(conditions))!;
    }

    private sealed class FakeChannel : IAlertChannel
    {
        public string Name => "uji";
        public bool IsOn { get; set; } = true;
        public Sentence? Fault { get; set; }
        public TimeSpan? Wait { get; set; }
        public int Tries { get; private set; }
        public List<AlertMessage> Sent { get; } = [];

        public Task<Delivery> SendAsync(AlertMessage message, CancellationToken ct)
        {
            Tries++;
            if (Fault is null)
            {
                Sent.Add(message);
            }

            return Task.FromResult(new Delivery(Fault, Wait));
        }
    }
}

/// <summary>On SQLite.</summary>
public sealed class AlertOnSqliteTests : AlertTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class AlertOnPostgreSqlTests : AlertTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
