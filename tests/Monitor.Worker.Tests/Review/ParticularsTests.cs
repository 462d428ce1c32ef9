using System.Text.Json;
using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class ParticularsTests : Spine
{
    [Fact]
    public async Task ConfirmationKeepsPhaseBasisTimeOwnershipAndTheEvidenceItRestsOn()
    {
        var flag = await OpenFlagAsync(region: "33.26");
        await Decisions.GiveAsync(
            Some.Confirmation(flag) with
            {
                Particulars = Some.Particulars() with { OwnershipNote = "foto dan riwayat cocok", PossibleCrime = true },
            },
            Some.Analyst(),
            default
        );
        var given = Assert.Single(await Database.ReadAsync(session => FlagStore.DecisionsAsync(session, flag), default));
        Assert.Equal(("pilkada-2024", "kampanye", Some.Moment.AddHours(-2)), (given.Contest, given.Phase, given.EventAt));
        Assert.Equal(
            ("cap_waktu_platform", "didaftarkan_sendiri", "foto dan riwayat cocok", true),
            (given.EventKnown, given.Ownership, given.OwnershipNote, given.PossibleCrime)
        );
        Assert.Contains("PP 94/2021 Pasal 5 huruf n angka 5", JsonSerializer.Deserialize<string[]>(given.Basis!)!);
        Assert.Equal([new string('a', 64)], JsonSerializer.Deserialize<string[]>(given.Evidence!)!);
    }

    [Fact]
    public async Task ConfirmationsThatNameDifferentPhasesAreADispute()
    {
        var flag = await OpenFlagAsync(region: "33.26");
        var early = Some.Particulars("pilkada-2024:penetapan") with { EventAt = new DateTimeOffset(2024, 9, 23, 3, 0, 0, TimeSpan.Zero) };
        await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("sari"), default);
        Assert.Equal(
            FlagState.Disputed,
            await Decisions.GiveAsync(Some.Confirmation(flag) with { Particulars = early }, Some.Analyst("dewi"), default)
        );
    }

    [Theory]
    [InlineData("--event-known", "D-6", "pilkada-2024:kampanye", -2, "entah", "bukan_akun")]
    [InlineData("--ownership", "D-6", "pilkada-2024:kampanye", -2, "perkiraan", "")]
    [InlineData("--event-at", "D-6", "pilkada-2024:kampanye", null, "perkiraan", "bukan_akun")]
    [InlineData("in the future", "D-6", "pilkada-2024:kampanye", 2, "perkiraan", "bukan_akun")]
    [InlineData("does not run on", "D-6", "pilkada-2024:masa_tenang", -2, "perkiraan", "bukan_akun")]
    [InlineData("pilkada-2024:kampanye", "D-6", "none", -2, "perkiraan", "bukan_akun")]
    [InlineData("does not occur in the phase", "KE-2", "pilkada-2024:kampanye", -2, "perkiraan", "bukan_akun")]
    [InlineData("not in force", "D-6", "none", -60_000, "perkiraan", "bukan_akun")]
    [InlineData("no legal basis of its own", "D-13", "pilkada-2024:kampanye", -2, "perkiraan", "bukan_akun")]
    public async Task WhatIsMissingOrDoesNotFitIsNamedAndNothingIsKept(
        string named,
        string form,
        string phase,
        int? hours,
        string known,
        string ownership
    )
    {
        var flag = await OpenFlagAsync(region: "33.26");
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            Decisions.GiveAsync(
                Some.Confirmation(flag, form) with
                {
                    Particulars = new Particulars
                    {
                        Phase = phase,
                        EventAt = hours is { } away ? Some.Moment.AddHours(away) : null,
                        EventKnown = known,
                        Ownership = ownership,
                    },
                },
                Some.Analyst(),
                default
            )
        );
        Assert.Equal(RefusalKind.WrongInput, refusal.Kind);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("decision"));
    }

    [Fact]
    public async Task EvidenceIsNamedByTheBeginningOfItsHashAndWhatTheFlagDoesNotHoldIsRefused()
    {
        var flag = await OpenFlagAsync(region: "33.26");
        GivenVerdict With(string hash) => Some.Confirmation(flag) with { Particulars = Some.Particulars() with { Evidence = [hash] } };
        foreach (var wrong in (string[])["bbbbbbbb", "aaaa"])
        {
            await Assert.ThrowsAsync<RefusalException>(() => Decisions.GiveAsync(With(wrong), Some.Analyst(), default));
        }

        await Decisions.GiveAsync(With("aaaaaaaa"), Some.Analyst(), default);
        Assert.Equal(1, await CountAsync("decision"));
    }

    [Fact]
    public void LikeliestFormComesFirstAndEachSaysWhyItIsThoughtOf()
    {
        var day = new DateOnly(2024, 10, 1);
        IReadOnlyList<FormAdvice> For(string text, bool own, DateOnly? on = null, string label = "dukungan") =>
            FormAdvice.For(new AdvisedAct(label, text, own, on ?? day, "33.26", []), Models.Rules);

        var post = For("Ayo menangkan nomor urut dua, satu putaran!", own: true);
        Assert.Equal("D-2", post[0].Form.Code);
        Assert.Contains(post[0].Why, why => why.En.Contains("pilkada-2024:kampanye", StringComparison.Ordinal));
        Assert.Contains(post[0].Why, why => why.En.Contains("satu putaran", StringComparison.Ordinal));
        Assert.Contains(post[0].Why, why => why.En.Contains("registered account", StringComparison.Ordinal));

        Assert.Equal("D-7", For("Swafoto bersama paslon dengan salam dua jari, foto ramai", own: true)[0].Form.Code);
        Assert.Equal("D-12", For("Camat memakai mobil dinas dan memerintahkan lurah", own: false, label: "kabar_pelanggaran")[0].Form.Code);
        Assert.StartsWith(
            "KE-",
            For("Swafoto bersama bakal calon", own: true, on: new DateOnly(2024, 8, 28))[0].Form.Code,
            StringComparison.Ordinal
        );
        Assert.Empty(For("Ayo menangkan nomor dua", own: true, on: new DateOnly(2028, 1, 1)));
        Assert.Empty(For("Jadwal pencoblosan", own: true, label: "politik_netral"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class ParticularsOnSqliteTests : ParticularsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class ParticularsOnPostgreSqlTests : ParticularsTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
