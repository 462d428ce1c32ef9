using System.Diagnostics;
using Monitor.Worker.Contests;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Registry;

public sealed class NameIndexTests
{
    private static readonly Rules Rules = Rules.Load(Path.Combine(AppContext.BaseDirectory, "models", "rules"));

    private static readonly NameIndex Index = IndexOf(Leads.People);

    [Fact]
    public void NoLeadIsLaidToTheWrongPersonAndMostRightOnesAreFound() => Measure(Leads.People, Leads.Texts, atLeast: 200);

    [Fact]
    public void NamesakesOfOneRegionAndPlacesOfOneNameAreNotMistakenForEachOther() =>
        Measure(LaterLeads.People, LaterLeads.Texts, atLeast: 30);

    [Fact]
    public void RelativesNeighboursAndPredecessorsOfAnOfficeAreNotItsHolder() =>
        Measure(LaterLeads.People, LaterLeads.LastTexts, atLeast: 30);

    private static void Measure(string people, string texts, int atLeast)
    {
        var codes = Lines(people).Select(line => line.Split('|')[0]).ToList();
        var index = IndexOf(people);
        var (right, due, wrong, missed) = (0, 0, new List<string>(), new List<string>());
        var leads = Lines(texts).Select(line => line.Split('|', 2)).ToList();
        foreach (var lead in leads)
        {
            var named = index
                .Find(lead[1])
                .Where(found => found.AsnId is not null)
                .Select(found => codes[(int)found.AsnId!.Value])
                .ToList();
            due += lead[0] == "-" ? 0 : 1;
            right += named.Contains(lead[0], StringComparer.Ordinal) ? 1 : 0;
            wrong.AddRange(named.Where(code => code != lead[0]).Select(code => $"{code} instead of {lead[0]}: {lead[1]}"));
            if (lead[0] != "-" && !named.Contains(lead[0], StringComparer.Ordinal))
            {
                missed.Add($"{lead[0]}: {lead[1]}");
            }
        }

        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine(
            $"{leads.Count} leads, {due} with a person: {right} found, {wrong.Count} wrong, recall {(double)right / due:0.000}"
        );
        missed.ForEach(lead => output?.WriteLine("missed " + lead));
        wrong.ForEach(lead => output?.WriteLine("wrong " + lead));
        Assert.True(leads.Count >= atLeast);
        Assert.Empty(wrong);
        Assert.True(right >= 0.85 * due, $"recall {(double)right / due:0.000}");
    }

    [Fact]
    public void NameAloneIsToBeVerifiedAndNamesNobody()
    {
        var found = Assert.Single(Index.Find("Agus Purwanto mengunggah foto."));
        Assert.Equal(AttributionKind.NameOnly, found.Kind);
        Assert.Null(found.AsnId);
        Assert.Equal(3, found.Candidates.Count);
    }

    [Fact]
    public void EvidenceStandsWhereItSays()
    {
        const string text = "Kemarin, Camat Kajen H. Agus Poerwanto, S.STP., diperiksa Bawaslu Kabupaten Pekalongan.";
        var found = Assert.Single(Index.Find(text));
        Assert.Equal(AttributionKind.NamedWithContext, found.Kind);
        string Spot(EvidenceKind what) =>
            found.Evidence.Where(at => at.What == what).Select(at => text.Substring(at.Start, at.Length)).First();
        Assert.Equal("Agus Poerwanto", Spot(EvidenceKind.Name));
        Assert.Equal("Camat Kajen", Spot(EvidenceKind.Position));
        Assert.Equal("Kabupaten Pekalongan", Spot(EvidenceKind.Region));
        Assert.InRange(found.Confidence, 0.5, 0.95);
    }

    [Fact]
    public void TextWithoutARegisteredNameGivesNothing()
    {
        Assert.Empty(Index.Find(""));
        Assert.Empty(Index.Find("…!? ."));
        Assert.Empty(Index.Find("Camat Kajen Joko Waluyo memimpin apel di Kabupaten Pekalongan."));
    }

    [Theory]
    [InlineData("Drs. H. Moch. Soeparman, M.Si.", "muhamad suparman")]
    [InlineData("MUHAMMAD SUPARMAN", "muhamad suparman")]
    [InlineData("H.M.Suparman", "muhamad suparman")]
    [InlineData("A.Darmuji,.S.Sos.M.Si", "a darmuji")]
    [InlineData("A. DARMUJI S.Sos. M.Si", "a darmuji")]
    [InlineData("Abd. Rahman", "abdul rahman")]
    [InlineData("Abdurrahman", "abdul rahman")]
    [InlineData("Abdurrochman", "abdul rohman")]
    [InlineData("Abdullah", "abdulah")]
    [InlineData("Achmad Djoewarno", "ahmad juwarno")]
    [InlineData("Ir. Irawan", "irawan")]
    [InlineData("Dr. dr. Hj. Siti Nur'aini, Sp.OG(K)", "siti nuraini")]
    [InlineData("M. Nuh", "muhamad nuh")]
    [InlineData("Slamet", "slamet")]
    [InlineData("Renée Tjahjadi", "rene cahjadi")]
    public void NameIsBroughtToOneSpelling(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Fact]
    public void FiftyThousandNamesCostATextNoMoreThanFew()
    {
        string[] first = ["Agus", "Siti", "Eko", "Dewi", "Bambang", "Sri", "Joko", "Rina", "Hendra", "Nur"];
        var people = Enumerable
            .Range(0, 50_000)
            .Select(i =>
                Person(
                    i,
                    $"{first[i % 10]} {Syllables(i / 10)} {Syllables(i * 7)}",
                    "Guru",
                    $"SD Negeri {i % 40} {Syllables(i)}",
                    "Pemerintah Kabupaten Pekalongan",
                    "33.26"
                )
            )
            .ToList();
        var watch = Stopwatch.StartNew();
        var index = new NameIndex(1, people, Rules.Regions);
        var built = watch.Elapsed;
        var article =
            string.Join(' ', Lines(Leads.Texts).Select(line => line.Split('|', 2)[1]).Take(32))
            + $" Guru SD Negeri 7 {Syllables(4007)}, {people[4007].Name}, hadir.";
        Assert.Contains(index.Find(article), found => found.AsnId == 4007);
        watch.Restart();
        const int rounds = 50;
        for (var i = 0; i < rounds; i++)
        {
            index.Find(article);
        }

        var each = watch.Elapsed / rounds;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"50,000 names: built in {built.TotalMilliseconds:0} ms, {article.Length} characters in {each.TotalMilliseconds:0.00} ms"
        );
        Assert.True(each < TimeSpan.FromMilliseconds(100), $"{each}");
    }

    [Fact]
    public void HostileTextIsReadInTime()
    {
        var watch = Stopwatch.StartNew();
        Index.Find(string.Concat(Enumerable.Repeat("Agus Purwanto ", 20_000)));
        Index.Find(string.Concat(Enumerable.Repeat("Kota ", 50_000)));
        Index.Find(new string('A', 500_000));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    private static NameIndex IndexOf(string people) =>
        new(
            1,
            [
                .. Lines(people)
                    .Select(line => line.Split('|'))
                    .Select((cells, i) => Person(i, cells[1], cells[2], cells[3], cells[4], cells[5])),
            ],
            Rules.Regions
        );

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Syllables(int i)
    {
        string[] parts = ["Wa", "Ru", "Ki", "Jo", "Lam", "Pur", "Sun", "Tar", "Mar", "Bo"];
        return parts[i % 10]
            + parts[i / 10 % 10].ToLowerInvariant()
            + parts[i / 100 % 10].ToLowerInvariant()
            + parts[i / 1000 % 10].ToLowerInvariant();
    }

    private static NamedPerson Person(int id, string name, string jabatan, string unit, string instansi, string region) =>
        new()
        {
            Id = id,
            Name = name,
            NameKey = NameKey.Of(name),
            Jabatan = jabatan,
            Unit = unit,
            Instansi = instansi,
            RegionCode = region,
        };
}
