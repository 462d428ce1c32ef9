using System.Collections.Concurrent;

namespace Monitor.Worker.Registry;

/// <summary>A text with all that was found in it before people are weighed.</summary>
internal sealed class Scene
{
    /// <summary>Takes the parts.</summary>
    public Scene(NewsText text, bool[] taken, List<RegionMention> regions)
    {
        Text = text;
        Taken = taken;
        Regions = regions;
        for (var i = 0; i < text.Words.Count; i++)
        {
            foreach (var word in OfficeWords.Expand(text.Words[i].Letters))
            {
                Office.Add((word, i));
            }
        }
    }

    public NewsText Text { get; }

    /// <summary>The words that are parts of registered names.</summary>
    public bool[] Taken { get; }
    public List<RegionMention> Regions { get; }

    /// <summary>The words with short forms of offices written out, each with the word of the text that it comes from.</summary>
    public List<(string Word, int At)> Office { get; } = [];

    /// <summary>Where a phrase stands, by words of the text.</summary>
    public IEnumerable<(int First, int Last)> Find(IReadOnlyList<string> phrase)
    {
        if (phrase.Count == 0)
        {
            yield break;
        }

        for (var i = 0; i + phrase.Count <= Office.Count; i++)
        {
            var k = 0;
            while (k < phrase.Count && Office[i + k].Word == phrase[k])
            {
                k++;
            }

            if (k == phrase.Count)
            {
                yield return (Office[i].At, Office[i + k - 1].At);
            }
        }
    }

    /// <summary>How far two places are apart, in words; another sentence counts as forty.</summary>
    public int Distance(int a, int b) => Math.Abs(a - b) + (40 * Math.Abs(Text.Words[a].Sentence - Text.Words[b].Sentence));
}

/// <summary>Weighs whether a text says which bearer of a name it means. In doubt it says nobody.</summary>
/// <remarks>
/// Two things refuse: a role beside the name that is not the person's ("Bupati …", "Camat" of another place), and a region that is nearer to the
/// name than anything of the person's own. What is left is added up; <see cref="Enough"/> is one piece of independent context.
/// </remarks>
internal sealed class NameContext(RegionMentions regions)
{
    private const double Enough = 2;
    private const double EnoughForOneWord = 4;
    private const double ClearlyMore = 1.5;
    private const int MostCandidates = 20;

    // In words, a sentence further on counted as forty.
    private const int FarAway = 40;

    private readonly ConcurrentDictionary<long, OfficeProfile> _profiles = new();

    /// <summary>The one bearer that the text means, or that it does not tell.</summary>
    /// <param name="scene">The text.</param>
    /// <param name="hits">Every place of the name in it.</param>
    /// <param name="bearers">Everybody registered who bears it.</param>
    public Attribution Judge(Scene scene, IReadOnlyList<NameHit> hits, IReadOnlyList<NamedPerson> bearers)
    {
        var roles = hits.Select(hit => RolePhrase.Beside(scene, hit)).ToList();
        var verdicts = bearers
            .Select(person => Weigh(scene, hits, roles, _profiles.GetOrAdd(person.Id, _ => new OfficeProfile(person, regions))))
            .OrderByDescending(verdict => verdict.Score)
            .ToList();
        var best = verdicts[0];
        var oneWord = !bearers[0].NameKey.Contains(' ', StringComparison.Ordinal);
        var enough = oneWord ? EnoughForOneWord : Enough;
        var clear = verdicts.Count == 1 || verdicts[1].Score <= 0 || best.Score - verdicts[1].Score >= ClearlyMore;
        var name = hits.Select(hit => Span(scene, hit.First, hit.Last, EvidenceKind.Name)).ToList();
        return best.Score >= enough && clear
            ? new Attribution(
                AttributionKind.NamedWithContext,
                best.Person.Id,
                null,
                [.. name, .. best.Evidence.Distinct()],
                Math.Min(0.95, 0.5 + (best.Score / 16)),
                []
            )
            : new Attribution(
                AttributionKind.NameOnly,
                null,
                null,
                name,
                0.2,
                [.. verdicts.Take(MostCandidates).Select(verdict => verdict.Person.Id)]
            );
    }

    private sealed record Verdict(NamedPerson Person, double Score, List<Evidence> Evidence);

    private static Verdict Weigh(Scene scene, IReadOnlyList<NameHit> hits, List<List<RolePhrase>> roles, OfficeProfile own)
    {
        var evidence = new List<Evidence>();
        var (refused, best) = (false, 0.0);
        var units = own.UnitPhrases.SelectMany(scene.Find).ToList();
        var ownRegions = scene.Regions.Where(mention => own.IsOwn(mention)).ToList();
        var foreign = scene
            .Regions.Where(mention => own.IsForeign(mention) && !RolePhrase.IsPartOf(units, mention) && !IsNationalDateline(scene, mention))
            .ToList();
        var instansi = scene.Find(own.Instansi).ToList();
        var positions = own.PositionPhrases.SelectMany(scene.Find).ToList();
        for (var h = 0; h < hits.Count; h++)
        {
            var hit = hits[h];
            if (hit.Doubts.Any(word => !own.Words.Contains(word)))
            {
                // Probably a longer name: somebody else, who must not lend this one a context.
                return new Verdict(own.Person, 0, []);
            }

            var fits = roles[h].ConvertAll(role => role.FitOf(own, scene));
            for (var r = 0; r < fits.Count; r++)
            {
                if (fits[r] is RoleFit.Full or RoleFit.Head or RoleFit.Place)
                {
                    evidence.Add(
                        Span(
                            scene,
                            roles[h][r].First,
                            roles[h][r].Last,
                            fits[r] == RoleFit.Place ? EvidenceKind.Region : EvidenceKind.Position
                        )
                    );
                }
            }

            // There is a Kecamatan Bojong in four regencies: a unit's name settles nothing while the text speaks of another region,
            // unless the own one is named too, and nearer.
            var places = ownRegions.Select(mention => (mention.First, mention.Last));
            places = own.IsInstansiRegional ? places.Concat(instansi) : places;
            var nearestForeign = Nearest(scene, hit, foreign.Select(mention => (mention.First, mention.Last)));
            var isElsewhere = nearestForeign < int.MaxValue && nearestForeign <= Nearest(scene, hit, places);
            if (fits.Contains(RoleFit.Full) && !isElsewhere)
            {
                best = Math.Max(best, 6);
                continue;
            }

            if (isElsewhere || fits.Contains(RoleFit.Stranger))
            {
                refused |= fits.Contains(RoleFit.Stranger);
                continue;
            }

            var isServant =
                fits.Contains(RoleFit.Head) || roles[h].Exists(role => role.SaysCivilServant(scene) || units.Exists(role.Contains));
            var position = own.IsPositionSpecific && positions.Exists(at => scene.Distance(at.First, hit.First) < FarAway);
            if (!isServant && !position)
            {
                // A place is no office: thousands of people of one name live where one of them serves, and others of that name stand in
                // front of the same health centre. Unit and region count only for a bearer of whom the text says that they serve.
                refused |= RolePhrase.IsUnknownBehind(scene, hit);
                continue;
            }

            var score = 0.0;
            score +=
                units.Count == 0 ? 0
                : own.IsUnitDistinct ? 3
                : 0.75;
            score +=
                ownRegions.Exists(mention => mention.Codes.Count == 1) || (own.IsInstansiRegional && instansi.Count > 0) ? 2
                : ownRegions.Count > 0 ? 0.2
                : 0;
            score += instansi.Count > 0 && !own.IsInstansiRegional ? 1 : 0;
            score += fits.Contains(RoleFit.Head) ? 1 : 0;
            score += position ? 2 : 0;
            best = Math.Max(best, score);
        }

        evidence.AddRange(units.Select(at => Span(scene, at.First, at.Last, EvidenceKind.Unit)));
        evidence.AddRange(positions.Select(at => Span(scene, at.First, at.Last, EvidenceKind.Position)));
        evidence.AddRange(instansi.Select(at => Span(scene, at.First, at.Last, EvidenceKind.Instansi)));
        evidence.AddRange(ownRegions.Select(mention => Span(scene, mention.First, mention.Last, EvidenceKind.Region)));
        return new Verdict(own.Person, refused && best < 6 ? 0 : best, evidence);
    }

    // "JAKARTA -" is where the newsroom is, not where the person is.
    private static bool IsNationalDateline(Scene scene, RegionMention mention) =>
        scene.Text.HasDateline
        && scene.Text.Words[mention.First].Sentence == 0
        && mention.Codes.All(code => code.StartsWith("31", StringComparison.Ordinal));

    private static int Nearest(Scene scene, NameHit hit, IEnumerable<(int First, int Last)> places)
    {
        var nearest = int.MaxValue;
        foreach (var (first, last) in places)
        {
            nearest = Math.Min(nearest, last < hit.First ? scene.Distance(last, hit.First) : scene.Distance(first, hit.Last));
        }

        return nearest;
    }

    private static Evidence Span(Scene scene, int first, int last, EvidenceKind what)
    {
        var start = scene.Text.Words[first].Start;
        return new Evidence(start, scene.Text.Words[last].Start + scene.Text.Words[last].Length - start, what);
    }
}
