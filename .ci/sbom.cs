#:property TargetFramework=net10.0
#:property PublishAot=false
#:property RunAnalyzers=false
#:property RestorePackagesWithLockFile=false
#:property GenerateDocumentationFile=false

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Monitor.Build;

// dotnet run .ci/sbom.cs [FOLDER]: writes FOLDER/sbom.cdx.json (CycloneDX 1.6) and FOLDER/licences.md, FOLDER being docs/ unless another one is named.
// What is in them comes from the lock files and from what the restored packages say of themselves: no date, no path, the same bytes everywhere.
var folder = args.Length > 0 ? args[0] : "docs";
var packages = Packages.Read("src");
File.WriteAllText(Path.Combine(folder, "sbom.cdx.json"), Bill.Write(packages));
File.WriteAllText(Path.Combine(folder, "licences.md"), Licences.Write(packages));
var silent = packages.FindAll(package => package.Licence.Length == 0);
foreach (var package in silent)
{
    Console.Error.WriteLine($"{package.Id} {package.Version} names no licence");
}

return silent.Count == 0 ? 0 : 1;

namespace Monitor.Build
{
    /// <summary>One package of the lock files, with what it says of itself.</summary>
    internal sealed record Package(
        string Id,
        string Version,
        string Sha512,
        bool IsShipped,
        SortedSet<string> Needs,
        string Licence,
        bool IsExpression,
        string Authors
    );

    internal static class Packages
    {
        /// <summary>Every package of every lock file below a folder, by name.</summary>
        public static List<Package> Read(string sources)
        {
            var found = new SortedDictionary<string, Package>(StringComparer.Ordinal);
            foreach (
                var path in Directory.GetFiles(sources, "packages.lock.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            )
            {
                // Packages that build and check, and never go along: their reference says so.
                var project = XDocument.Load(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.csproj").Single());
                var tools = XDocument
                    .Load("Directory.Build.props")
                    .Descendants("PackageReference")
                    .Concat(project.Descendants("PackageReference"))
                    .Where(reference => (string?)reference.Attribute("PrivateAssets") == "all")
                    .Select(reference => (string)reference.Attribute("Include")!)
                    .ToHashSet(StringComparer.OrdinalIgnoreCase);
                using var file = JsonDocument.Parse(File.ReadAllText(path));
                foreach (var framework in file.RootElement.GetProperty("dependencies").EnumerateObject())
                {
                    foreach (var entry in framework.Value.EnumerateObject())
                    {
                        if (entry.Value.GetProperty("type").GetString() == "Project")
                        {
                            continue;
                        }

                        var needs = entry.Value.TryGetProperty("dependencies", out var below)
                            ? below.EnumerateObject().Select(need => need.Name)
                            : [];
                        var package = Of(
                            entry.Name,
                            entry.Value.GetProperty("resolved").GetString()!,
                            Convert.ToHexStringLower(Convert.FromBase64String(entry.Value.GetProperty("contentHash").GetString()!)),
                            !tools.Contains(entry.Name),
                            new SortedSet<string>(needs, StringComparer.Ordinal)
                        );
                        found[$"{package.Id} {package.Version}"] =
                            found.TryGetValue($"{package.Id} {package.Version}", out var known) && known.IsShipped ? known : package;
                    }
                }
            }

            return [.. found.Values];
        }

        private static Package Of(string id, string version, string sha512, bool isShipped, SortedSet<string> needs)
        {
            var store =
                Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            var lower = id.ToLowerInvariant();
            var nuspec = XDocument.Load(Path.Combine(store, lower, version, lower + ".nuspec")).Root!;
            string Said(string name) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() ?? "";
            var licence = nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
            return (string?)licence?.Attribute("type") == "expression"
                ? new Package(id, version, sha512, isShipped, needs, licence!.Value.Trim(), IsExpression: true, Said("authors"))
                : new Package(
                    id,
                    version,
                    sha512,
                    isShipped,
                    needs,
                    licence is null ? Said("licenseUrl") : $"file {licence.Value.Trim()} in the package",
                    IsExpression: false,
                    Said("authors")
                );
        }
    }

    internal static class Bill
    {
        private const string Product = "pkg:generic/monitor";

        /// <summary>The bill of materials.</summary>
        public static string Write(List<Package> packages)
        {
            var byId = packages.ToLookup(package => package.Id, StringComparer.OrdinalIgnoreCase);
            var bill = new JsonObject
            {
                ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
                ["bomFormat"] = "CycloneDX",
                ["specVersion"] = "1.6",
                ["version"] = 1,
                ["metadata"] = new JsonObject
                {
                    ["component"] = new JsonObject
                    {
                        ["type"] = "application",
                        ["bom-ref"] = Product,
                        ["name"] = "monitor",
                        ["version"] = XDocument.Load("Directory.Build.props").Descendants("Version").Single().Value,
                        ["licenses"] = Licence("Apache-2.0", isExpression: true),
                    },
                },
                ["components"] = new JsonArray([.. packages.Select(Component)]),
                ["dependencies"] = new JsonArray([
                    Needs(Product, packages.Where(package => package.IsShipped)),
                    .. packages.Select(package => Needs(Reference(package), package.Needs.SelectMany(need => byId[need]))),
                ]),
            };
            return bill.ToJsonString(
                    new JsonSerializerOptions
                    {
                        WriteIndented = true,
                        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                    }
                ) + "\n";
        }

        private static string Reference(Package package) => $"pkg:nuget/{package.Id}@{package.Version}";

        private static JsonNode Component(Package package) =>
            new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = Reference(package),
                ["authors"] = new JsonArray([
                    .. package
                        .Authors.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(name => (JsonNode)new JsonObject { ["name"] = name }),
                ]),
                ["name"] = package.Id,
                ["version"] = package.Version,
                ["scope"] = package.IsShipped ? "required" : "excluded",
                ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 }),
                ["licenses"] = Licence(package.Licence, package.IsExpression),
                ["purl"] = Reference(package),
            };

        // An expression of several licences is said otherwise than one licence.
        private static JsonArray Licence(string licence, bool isExpression) =>
            !isExpression ? [new JsonObject { ["license"] = new JsonObject { ["name"] = licence } }]
            : licence.Contains(' ') ? [new JsonObject { ["expression"] = licence }]
            : [new JsonObject { ["license"] = new JsonObject { ["id"] = licence } }];

        private static JsonNode Needs(string reference, IEnumerable<Package> needs) =>
            new JsonObject
            {
                ["ref"] = reference,
                ["dependsOn"] = new JsonArray([
                    .. needs.Select(Reference).Distinct().Order(StringComparer.Ordinal).Select(need => (JsonNode)need),
                ]),
            };
    }

    internal static class Licences
    {
        /// <summary>The same for people.</summary>
        public static string Write(List<Package> packages)
        {
            var page = new StringBuilder();
            page.Append("# Licences\n\n");
            page.Append(
                "Written by `dotnet run .ci/sbom.cs` from the lock files and from what each package says of itself; `.ci/run` fails when it is stale.\n"
            );
            page.Append(
                "Monitor itself is under Apache-2.0. The same list for machines, with hashes and who needs whom: [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).\n"
            );
            page.Append("The .NET and ASP.NET Core runtimes (MIT) are installed beside the program and are not part of it.\n");
            Table(page, "Shipped with the program", packages.FindAll(package => package.IsShipped));
            Table(page, "Used to build and to check, not shipped", packages.FindAll(package => !package.IsShipped));
            return page.ToString();
        }

        private static void Table(StringBuilder page, string title, List<Package> packages)
        {
            page.Append($"\n## {title}\n\n| package | version | licence | authors |\n|---|---|---|---|\n");
            foreach (var package in packages)
            {
                page.Append($"| {package.Id} | {package.Version} | {package.Licence} | {package.Authors} |\n");
            }
        }
    }
}
