using System.Text.Json;

namespace Monitor.Worker.Tests.Security;

/// <summary>docs/sbom.cdx.json has the shape that CycloneDX 1.6 requires, and nothing of a lock file is missing in it.</summary>
public sealed class BillOfMaterialsTests : IDisposable
{
    private static readonly string[] Types = ["application", "library"];
    private static readonly string[] Scopes = ["required", "optional", "excluded"];

    private readonly JsonDocument _bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shared.Repository, "docs", "sbom.cdx.json")));

    private List<JsonElement> Components => [.. _bill.RootElement.GetProperty("components").EnumerateArray()];

    public void Dispose() => _bill.Dispose();

    [Fact]
    public void RequiredMembersAreThereAndReferencesLeadSomewhere()
    {
        var root = _bill.RootElement;
        Assert.Equal(("CycloneDX", "1.6", 1), (Text(root, "bomFormat"), Text(root, "specVersion"), root.GetProperty("version").GetInt32()));
        var product = root.GetProperty("metadata").GetProperty("component");
        var all = Components.Append(product).ToList();
        foreach (var component in all)
        {
            Assert.Contains(Text(component, "type"), Types);
            Assert.NotEmpty(Text(component, "name"));
            foreach (var licence in component.GetProperty("licenses").EnumerateArray())
            {
                // One of: an expression; a licence with its SPDX id; a licence with a name.
                var said = licence.TryGetProperty("expression", out var expression)
                    ? expression.GetString()
                    : licence.GetProperty("license").EnumerateObject().Single(member => member.Name is "id" or "name").Value.GetString();
                Assert.NotEmpty(said!);
            }
        }

        Assert.All(Components, component => Assert.Contains(Text(component, "scope"), Scopes));
        var references = all.ConvertAll(component => Text(component, "bom-ref"));
        Assert.Distinct(references);
        var dependencies = root.GetProperty("dependencies").EnumerateArray().ToList();
        Assert.Equal(
            references.Order(StringComparer.Ordinal),
            dependencies.Select(each => Text(each, "ref")).Order(StringComparer.Ordinal)
        );
        Assert.All(
            dependencies.SelectMany(each => each.GetProperty("dependsOn").EnumerateArray()),
            reference => Assert.Contains(reference.GetString()!, references)
        );
    }

    [Fact]
    public void EveryPackageOfTheLockFilesIsInTheBillWithItsHashAndLicence()
    {
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(Shared.Repository, "src"), "packages.lock.json", SearchOption.AllDirectories))
        {
            using var lockFile = JsonDocument.Parse(File.ReadAllText(file));
            foreach (
                var package in lockFile
                    .RootElement.GetProperty("dependencies")
                    .EnumerateObject()
                    .SelectMany(framework => framework.Value.EnumerateObject())
            )
            {
                if (package.Value.TryGetProperty("contentHash", out var hash))
                {
                    wanted[$"pkg:nuget/{package.Name}@{Text(package.Value, "resolved")}"] = Convert.ToHexStringLower(
                        hash.GetBytesFromBase64()
                    );
                }
            }
        }

        Assert.NotEmpty(wanted);
        Assert.Equal(
            wanted,
            new SortedDictionary<string, string>(
                Components.ToDictionary(
                    component => Text(component, "purl"),
                    component => Text(component.GetProperty("hashes")[0], "content")
                ),
                StringComparer.Ordinal
            )
        );
        var licences = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "licences.md"));
        Assert.All(
            Components,
            component =>
                Assert.Contains($"| {Text(component, "name")} | {Text(component, "version")} |", licences, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void NothingInItTellsOfTheMachineOrTheDayItWasMadeOn()
    {
        var text = _bill.RootElement.GetRawText();
        Assert.DoesNotContain("timestamp", text, StringComparison.Ordinal);
        Assert.DoesNotContain("serialNumber", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Shared.Repository, text, StringComparison.Ordinal);
        Assert.DoesNotContain("/root", text, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
