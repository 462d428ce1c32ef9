using Monitor.Worker.Language;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;
using Monitor.Worker.Tests.Storage;

namespace Monitor.Worker.Tests.Review;

public abstract class ImpartialityTests : Spine
{
    private const string Pemkab = "Pemerintah Kabupaten Pekalongan";

    [Fact]
    public async Task NobodyReviewsAFlagAboutOneself()
    {
        var person = await AddPersonAsync(Pemkab, "33.26");
        var own = await ScalarAsync<string>("SELECT nip_index FROM asn WHERE id = @person", new { person });
        var flag = await OpenFlagAsync(person: person);
        await AssertAgainstAsync(flag, Some.Analyst("ratna") with { NipIndex = own }, "yourself");
        Assert.NotNull(await Queue.ClaimNextAsync(Some.Analyst("sari") with { NipIndex = "lain" }, [], default));
    }

    [Theory]
    [InlineData("pemkab pekalongan")]
    [InlineData("PEMERINTAH KAB. PEKALONGAN")]
    public async Task NobodyReviewsTheOwnInstansiHoweverItIsWritten(string written)
    {
        var flag = await OpenFlagAsync(person: await AddPersonAsync(Pemkab, "33.26"));
        await AssertAgainstAsync(flag, Some.Analyst("sari", instansi: written), "own instansi");
    }

    [Fact]
    public async Task InstansiThatTheRegistryKnowsOfTheReviewerCountsToo()
    {
        var colleague = await AddPersonAsync(Pemkab, "33.26");
        var own = await ScalarAsync<string>("SELECT nip_index FROM asn WHERE id = @colleague", new { colleague });
        var flag = await OpenFlagAsync(person: await AddPersonAsync(Pemkab, "33.26"));
        await AssertAgainstAsync(flag, Some.Analyst("sari", instansi: "Bawaslu") with { NipIndex = own }, "own instansi");
    }

    [Fact]
    public async Task UnitOfThePersonCountsAsWell()
    {
        var person = await AddPersonAsync(Pemkab, "33.26");
        await ExecuteAsync("UPDATE asn SET unit = 'Kecamatan Kajen' WHERE id = @person", new { person });
        var flag = await OpenFlagAsync(person: person);
        await AssertAgainstAsync(flag, Some.Analyst("sari", instansi: "Kec. Kajen"), "own instansi");
    }

    [Fact]
    public async Task OfficialAccountOfTheOwnInstansiIsSomebodyElses()
    {
        var account = await AddAccountAsync("pemkab");
        await ExecuteAsync("UPDATE account SET instansi = @Pemkab WHERE id = @account", new { Pemkab, account });
        var flag = await OpenFlagAsync();
        await ExecuteAsync("UPDATE flag SET account_id = @account WHERE id = @flag", new { account, flag });
        await AssertAgainstAsync(flag, Some.Analyst("sari", instansi: Pemkab), "own instansi");
    }

    [Fact]
    public async Task OfficerWhoReportedAFlagGivesNoVerdictOnItAndAnotherMay()
    {
        var flag = await OpenFlagAsync();
        await Database.WriteAsync(session => FlagStore.ReportedByAsync(session, flag, "uid:sari"), default);
        await AssertAgainstAsync(flag, Some.Analyst("sari"), "own report");
        Assert.Equal(FlagState.Proposed, await Decisions.GiveAsync(Some.Confirmation(flag), Some.Analyst("dewi"), default));
    }

    private async Task AssertAgainstAsync(long flag, Reviewer reviewer, string because)
    {
        Assert.Null(await Queue.ClaimNextAsync(reviewer, [], default));
        foreach (
            var act in (Func<Task>[])
                [
                    () => Queue.ExtendAsync(flag, reviewer, default),
                    () => Decisions.GiveAsync(Some.Confirmation(flag), reviewer, default),
                    () => Decisions.GiveAsync(Some.Confirmation(flag), reviewer with { IsLead = true }, default),
                ]
        )
        {
            var refusal = await Assert.ThrowsAsync<RefusalException>(act);
            Assert.Equal(RefusalKind.Conflict, refusal.Kind);
            Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, await CountAsync("decision"));
    }
}

/// <summary>On SQLite.</summary>
public sealed class ImpartialityOnSqliteTests : ImpartialityTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => OpenSqliteAsync(folder, Time);
}

/// <summary>On PostgreSQL.</summary>
public sealed class ImpartialityOnPostgreSqlTests : ImpartialityTests
{
    internal override Task<Database> OpenAsync(DataFolder folder) => PostgreSqlServer.OpenAsync(folder);
}
