using Monitor.Worker.Contests;
using Monitor.Worker.Demo;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Registry;

/// <summary>The demo's news, written for another purpose by somebody who did not see the rules of attribution.</summary>
public sealed class DemoNewsNamesTests
{
    [Fact]
    public void DemosNewsNameThePeopleTheirAuthorMeantAndNobodyElse()
    {
        var world = SampleWorld.Read();
        var rules = Rules.Load(Path.Combine(AppContext.BaseDirectory, "models", "rules"));
        var people = world
            .People.Select(
                (person, i) =>
                    new NamedPerson
                    {
                        Id = i,
                        Name = person.Name,
                        NameKey = NameKey.Of(person.Name),
                        Jabatan = person.Position,
                        Unit = person.Unit,
                        Instansi = person.Instansi,
                        RegionCode = person.Region,
                    }
            )
            .ToList();
        var index = new NameIndex(1, people, rules.Regions);
        foreach (var story in world.News)
        {
            var found = index.Find($"{story.Title}\n{string.Join("\n\n", story.Paragraphs)}");
            var named = found.Where(one => one.AsnId is not null).Select(one => world.People[(int)one.AsnId!.Value].Nip).ToList();
            Assert.Equal(story.Person == "named" ? [story.Nip!] : [], named);
            if (story.Person == "to_verify")
            {
                Assert.Equal(AttributionKind.NameOnly, Assert.Single(found).Kind);
            }
        }
    }
}
