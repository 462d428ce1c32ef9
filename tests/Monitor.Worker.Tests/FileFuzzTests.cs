using System.Text;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Backups;
using Monitor.Worker.Cli;
using Monitor.Worker.Collection.Articles;
using Monitor.Worker.Collection.Web;
using Monitor.Worker.Collection.X;
using Monitor.Worker.Configuration;
using Monitor.Worker.Contests;
using Monitor.Worker.Hosting;
using Monitor.Worker.Language;
using Monitor.Worker.Tests.Collection;

namespace Monitor.Worker.Tests;

/// <summary>Files that people hand to the program, and X's answers, damaged byte by byte from a fixed seed: taken, or refused with a sentence.</summary>
public sealed class FileFuzzTests : IDisposable
{
    private readonly TempFolder _temp = Some.Folder();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void DamagedFileOfRulesIsTakenOrEveryProblemIsNamed()
    {
        var folder = Directory.CreateDirectory(_temp["rules"]).FullName;
        foreach (var file in Directory.GetFiles(Contests.Some.RulesFolder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList();
        var random = new Random(20220922);
        for (var i = 0; i < Mutations.Count(60); i++)
        {
            var file = files[i % files.Count];
            var good = File.ReadAllBytes(file);
            File.WriteAllBytes(file, Mutations.Damage(good, random));
            try
            {
                Rules.Load(folder);
                SiteSelectors.Load(folder);
            }
            catch (RulesRefusedException refused)
            {
                Assert.NotEmpty(refused.Problems);
                Assert.All(refused.Problems, problem => Assert.NotEmpty(problem.Describe().En));
            }
            catch (RefusalException refusal)
            {
                Assert.NotEmpty(refusal.Sentence.En);
            }

            File.WriteAllBytes(file, good);
        }
    }

    [Theory]
    [InlineData(
        "url,platform,account,time,text,files\nhttps://www.instagram.com/p/abc,instagram,1,2024-10-01 14:30,\"Ayo \"\"coblos\"\"\",layar.png|dua.pdf\n"
    )]
    [InlineData(
        """{"url":"https://www.instagram.com/p/abc","platform":"instagram","account":1,"time":"2024-10-01 14:30","text":"Ayo","files":["layar.png"]}"""
    )]
    public void DamagedReportsOfOfficersAreRowsWithAProblemAtMost(string good)
    {
        var random = new Random(19991231);
        for (var i = 0; i < Mutations.Count(500); i++)
        {
            var bytes = Mutations.Damage(Encoding.UTF8.GetBytes(good), random);
            Assert.All(ReportRows.Read(bytes), row => Assert.True(row.Problem is null || row.Problem.En.Length > 0));
        }
    }

    [Fact]
    public void DamagedConfigurationIsTakenOrRefusedWithEveryProblem()
    {
        var good = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        var random = new Random(443);
        for (var i = 0; i < Mutations.Count(60); i++)
        {
            File.WriteAllBytes(_temp["monitor.json"], Mutations.Damage(good, random));
            try
            {
                Assert.All(
                    SettingsCatalogue
                        .Check(SettingsSource.Read(_temp["monitor.json"], new Dictionary<string, string?>(StringComparer.Ordinal)))
                        .Problems,
                    problem => Assert.NotEmpty(problem.En)
                );
            }
            catch (RefusalException refusal)
            {
                Assert.NotEmpty(refusal.Sentence.En);
            }
        }
    }

    [Fact]
    public void DamagedKeyOfBackupsIsNamedAndNothingOfItIsSaid()
    {
        BackupKey.Create(_temp["kunci"]);
        var good = File.ReadAllBytes(_temp["kunci"]);
        var random = new Random(32);
        for (var i = 0; i < Mutations.Count(200); i++)
        {
            File.Delete(_temp["kunci"]);
            File.WriteAllBytes(_temp["kunci"], Mutations.Damage(good, random));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_temp["kunci"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            Assert.DoesNotContain(
                Encoding.ASCII.GetString(good)[..12],
                BackupKey.Fault(_temp["kunci"])?.En ?? "",
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void DamagedAnswerOfXIsReadOrRefusedWithASentence()
    {
        const string good =
            """{"data":[{"id":"1842","author_id":"7","text":"Ayo &amp; coblos","created_at":"2024-10-01T07:30:00.000Z","edit_history_tweet_ids":["1842"],"referenced_tweets":[{"type":"quoted","id":"1841"}],"note_tweet":{"text":"Ayo coblos nomor dua"},"attachments":{"media_keys":["3_1"]},"entities":{"urls":[{"url":"https://t.co/a","expanded_url":"https://x.com/a/status/1841"}]}},{"id":"7","username":"ratna","protected":false}],"includes":{"tweets":[{"id":"1841","author_id":"8","text":"Asli"}],"media":[{"media_key":"3_1","url":"https://cdn.example/a.jpg"}],"users":[{"id":"8","username":"budi"}]},"errors":[{"type":"https://api.x.com/2/problems/resource-not-found","value":"9","detail":"Could not find"}],"meta":{"next_token":"abc","oldest_id":"1841","result_count":1}}""";
        var random = new Random(280);
        for (var i = 0; i < Mutations.Count(1000); i++)
        {
            var answer = new WebAnswer
            {
                Outcome = WebOutcome.Ok,
                Url = new Uri("https://api.x.com/2/users/7/tweets"),
                Reason = new Sentence("", ""),
                FetchedAt = Some.Moment,
                StatusCode = 200,
                Body =
                    i % 2 == 0
                        ? Mutations.Damage(Encoding.UTF8.GetBytes(good), random)
                        : Encoding.UTF8.GetBytes(Mutations.Damage(good, random)),
            };
            var read = XAnswer.Read(answer, out var problem);
            Assert.Equal(read is null, problem is not null);
        }
    }
}
