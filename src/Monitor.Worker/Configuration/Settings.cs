using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Monitor.Worker.Language;

namespace Monitor.Worker.Configuration;

/// <summary>The checked configuration: one instance of each options class, and everything that is wrong with them.</summary>
internal sealed class Settings
{
    private const string Hidden = "***";
    private readonly Dictionary<Type, object> _options = [];

    private readonly IReadOnlyList<(string Section, Type Type)> _catalogue;

    private Settings(IConfigurationRoot root, IReadOnlyList<(string Section, Type Type)> catalogue)
    {
        Root = root;
        _catalogue = catalogue;
    }

    /// <summary>Where the values came from.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>Every problem: property, rule, value, source. Empty when the program may start.</summary>
    public List<Sentence> Problems { get; } = [];

    /// <summary>The options of one folder.</summary>
    public T Get<T>()
        where T : class => (T)_options[typeof(T)];

    /// <summary>Every options object, for the service container.</summary>
    public IReadOnlyDictionary<Type, object> All => _options;

    /// <summary>Binds and validates every section; finds all problems, not only the first.</summary>
    /// <param name="root">The values.</param>
    /// <param name="catalogue">The sections that exist, with the class of each.</param>
    public static Settings Check(IConfigurationRoot root, IReadOnlyList<(string Section, Type Type)> catalogue)
    {
        var settings = new Settings(root, catalogue);
        foreach (var (section, type) in catalogue)
        {
            settings._options[type] = settings.Bind(root.GetSection(section), type);
        }

        settings.ReportUnknownSections();
        return settings;
    }

    /// <summary>As <see cref="Check"/>, but refuses with every problem in one sentence.</summary>
    /// <exception cref="RefusalException">There is a problem.</exception>
    public static Settings Require(IConfigurationRoot root, IReadOnlyList<(string Section, Type Type)> catalogue)
    {
        var settings = Check(root, catalogue);
        return settings.Problems.Count == 0
            ? settings
            : throw RefusalException.Wrong(
                "Konfigurasi salah:\n" + string.Join('\n', settings.Problems.Select(problem => "  " + problem.Id)),
                "The configuration is wrong:\n" + string.Join('\n', settings.Problems.Select(problem => "  " + problem.En))
            );
    }

    /// <summary>The effective configuration as JSON, secrets hidden.</summary>
    /// <param name="withNames">Whether values that name somebody are shown.</param>
    public JsonObject Effective(bool withNames = true)
    {
        var root = new JsonObject();
        foreach (var (section, type) in _catalogue)
        {
            var body = new JsonObject();
            foreach (var property in Properties(type))
            {
                var value = property.GetValue(_options[type]);
                body[property.Name] =
                    property.GetCustomAttribute<SecretAttribute>() is not null
                    || (!withNames && property.GetCustomAttribute<PersonalAttribute>() is not null)
                        ? (value is null or "" or IList { Count: 0 } ? "" : Hidden)
                    : value is TimeSpan or Enum ? value.ToString()
                    : JsonSerializer.SerializeToNode(value);
            }

            var owner = root;
            var names = section.Split(':');
            foreach (var name in names[..^1])
            {
                owner = (JsonObject)owner[name]!;
            }

            owner[names[^1]] = body;
        }

        return root;
    }

    /// <summary>
    /// Names what several nodes should have in common: two that judge by different thresholds, or count deadlines otherwise, are one office that says two things.
    /// Where things lie and how they are reached is each node's own.
    /// </summary>
    public string CommonFingerprint()
    {
        var common = Effective();
        foreach (var own in (string[])["Storage", "Cluster", "Api", "Health", "Logging", "Audit"])
        {
            common.Remove(own);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(common.ToJsonString())))[..16];
    }

    internal static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property is { CanRead: true, CanWrite: true });

    private object Bind(IConfigurationSection section, Type type)
    {
        var known = Properties(type).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (_catalogue.Any(other => string.Equals(other.Section, child.Path, StringComparison.OrdinalIgnoreCase)))
            {
                // A section within this one, with a class of its own.
                continue;
            }

            var name = child.Key.EndsWith("_FILE", StringComparison.Ordinal) ? child.Key[..^5] : child.Key;
            if (!known.ContainsKey(name))
            {
                // It may be a secret under a misspelt name.
                var secret =
                    known.Values.Any(property => property.GetCustomAttribute<SecretAttribute>() is not null)
                    || section[child.Key + "_FILE"] is not null;
                Report(child.Path, "bukan pengaturan yang dikenal", "is not a setting that exists", child.Value ?? "{…}", secret);
            }
        }

        var options = Activator.CreateInstance(type)!;
        foreach (var property in known.Values)
        {
            BindProperty(section.GetSection(property.Name), property, options);
        }

        Validate(section.Path, options, type);
        return options;
    }

    // A misspelt section would leave everything in it unsaid. The environment is not asked: it is full of other programs' names.
    private void ReportUnknownSections()
    {
        var known = _catalogue
            .Select(entry => entry.Section)
            .Where(section => !section.Contains(':', StringComparison.Ordinal))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var named = Root
            .Providers.Where(provider => provider is FileConfigurationProvider || provider == Root.Providers.Last())
            .SelectMany(provider => provider.GetChildKeys([], parentPath: null))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var section in named.Where(section => !known.Contains(section)))
        {
            Problems.Add(
                new Sentence(
                    $"{section} bukan bagian konfigurasi yang dikenal; yang ada: {string.Join(", ", known)}",
                    $"{section} is not a section that exists; there are: {string.Join(", ", known)}"
                )
            );
        }
    }

    private void BindProperty(IConfigurationSection section, PropertyInfo property, object options)
    {
        if (!section.Exists())
        {
            return;
        }

        var secret = property.GetCustomAttribute<SecretAttribute>() is not null;
        if (section.Value is { } text && IsScalar(property.PropertyType))
        {
            try
            {
                var target = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                property.SetValue(
                    options,
                    text.Length == 0 && target != typeof(string)
                        ? null
                        : TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text)
                );
            }
            catch (Exception exception)
                when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                var (id, en) = Expected(property.PropertyType);
                Report(section.Path, $"harus berupa {id}", $"must be {en}", text, secret);
            }

            return;
        }

        try
        {
            // A grant whose 'Regions' is misspelt would otherwise see every region.
            var bound = section.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true);
            if (bound is not null)
            {
                property.SetValue(options, bound);
            }
        }
        catch (InvalidOperationException exception)
        {
            // The innermost one names the key.
            var cause = exception.GetBaseException().Message;
            Report(section.Path, $"tidak dapat dibaca ({cause})", $"cannot be read ({cause})", section.Value ?? "{…}", secret);
        }
    }

    private void Validate(string section, object options, Type type)
    {
        var results = new List<ValidationResult>();
        var context = new ValidationContext(options);
        Validator.TryValidateObject(options, context, results, validateAllProperties: true);
        if (results.Count > 0 && options is IValidatableObject whole)
        {
            // The validator asks the object as a whole only once each property holds; we want every problem at once.
            results.AddRange(whole.Validate(context).Where(result => !results.Exists(known => known.ErrorMessage == result.ErrorMessage)));
        }

        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault();
            var property = member is null ? null : type.GetProperty(member);
            var value = property?.GetValue(options);
            var spoken = (result as SpokenResult)?.Sentence ?? new Sentence(result.ErrorMessage ?? "?", result.ErrorMessage ?? "?");
            Report(
                member is null ? section : $"{section}:{member}",
                spoken.Id,
                spoken.En,
                value is IEnumerable and not string ? "[…]" : value?.ToString() ?? "null",
                property?.GetCustomAttribute<SecretAttribute>() is not null
            );
        }
    }

    private void Report(string path, string ruleId, string ruleEn, string value, bool secret)
    {
        var source = SettingsSource.NameOfSource(Root, path);
        var shown = secret ? Hidden : value;
        Problems.Add(new Sentence($"{path} {ruleId}, nilainya '{shown}' ({source})", $"{path} {ruleEn}, was '{shown}' ({source})"));
    }

    private static bool IsScalar(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(Uri);
    }

    private static (string Id, string En) Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(TimeSpan) ? ("rentang waktu seperti 00:15:00", "a time span like 00:15:00")
            : type == typeof(bool) ? ("true atau false", "true or false")
            : type.IsEnum
                ? ($"salah satu dari {string.Join(", ", Enum.GetNames(type))}", $"one of {string.Join(", ", Enum.GetNames(type))}")
            : type == typeof(double) ? ("bilangan", "a number")
            : ("bilangan bulat", "a whole number");
    }
}
