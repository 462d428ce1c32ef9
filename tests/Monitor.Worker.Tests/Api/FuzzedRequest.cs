using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Monitor.Worker.Tests.Collection;
using Endpoint = Monitor.Worker.Api.Endpoint;

namespace Monitor.Worker.Tests.Api;

/// <summary>A request that nobody of good will would send, or only nearly.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="ContentType">What it says of its body.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed partial record FuzzedRequest(string Path, string ContentType, byte[]? Body)
{
    private static readonly string[] Words =
    [
        "",
        " ",
        "33.26",
        "33",
        "analis",
        "bkn",
        "D-2",
        "confirm",
        "feed",
        "mastodon",
        "http://127.0.0.1:1/x",
        "https://kabar.example/rss",
        "http://[::1]/",
        "198507122010012047",
        "2024-10-01",
        "2024-10",
        "9999-99-99",
        "0001-01-01T00:00:00+14:00",
        "15m",
        "-1s",
        "99999999999d",
        "../../etc/passwd",
        "bkn-000001.csv",
        "'; DROP TABLE flag; --",
        "%' OR 1=1",
        "\u0000",
        "\u001b[2J\u0007",
        "\u202E\u200B\uFEFF",
        "\uD83D\uDE00",
        "null",
        "*",
        "-",
        "{}",
        new('a', 5000),
        new('9', 400),
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "1",
        "2",
        "3",
        "7",
        "-1",
        "999999",
        "9223372036854775807",
        "-9223372036854775808",
        "1.5",
        "1e3",
    ];

    private static readonly string[] Tokens =
    [
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "1e999",
        "-0",
        "99999999999999999999999999",
        "[[[]]]",
        "\"\\ud800\"",
        "\"\\u0000\"",
    ];

    /// <summary>Draws one for an endpoint.</summary>
    public static FuzzedRequest Draw(RouteEndpoint endpoint, byte[]? file, Random random)
    {
        var row = endpoint.Metadata.GetMetadata<Endpoint>()!;
        var path = Placeholder()
            .Replace(
                row.Path,
                match =>
                    Uri.EscapeDataString(
                        // The server itself refuses a path with a NUL in it, before anything of ours.
                        Clean(match.Value.Contains(":long", StringComparison.Ordinal) ? Pick(Numbers, random) : Pick(Words, random))
                            .Replace("\0", "", StringComparison.Ordinal)
                    )
            );
        var query = Simple(endpoint)
            .Where(_ => random.Next(2) == 0)
            .Select(name => $"{name}={Uri.EscapeDataString(Clean(random.Next(2) == 0 ? Pick(Words, random) : Pick(Numbers, random)))}")
            .ToList();
        var address = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        if (row.Method == "GET")
        {
            return new FuzzedRequest(address, "", null);
        }

        if (file is not null && random.Next(10) > 0)
        {
            return new FuzzedRequest(address, "application/octet-stream", random.Next(8) == 0 ? file : Mutations.Damage(file, random));
        }

        var type = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var text = type is null ? Pick(Tokens, random) : Json(type, random, 0);
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(14) switch
        {
            0 => new(address, "application/json", Encoding.UTF8.GetBytes(Mutations.Damage(text, random))),
            1 => new(address, "application/json", Mutations.Damage(bytes, random)),
            2 => new(address, "application/json", Encoding.ASCII.GetBytes(new string(random.Next(2) == 0 ? '[' : '{', 20_000))),
            3 => new(address, "application/json", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1")),
            4 => new(
                address,
                Pick(["text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-7", ""], random),
                bytes
            ),
            5 => new(address, "application/json", [.. bytes[..random.Next(bytes.Length)], 0xC3, 0x28, 0xFF, .. bytes]),
            6 => new(address, "application/json", bytes[..random.Next(bytes.Length)]),
            7 => new(address, "application/json", []),
            _ => new(address, "application/json", bytes),
        };
    }

    /// <summary>As one line, for a message.</summary>
    public string Shown =>
        $"{Path} ({ContentType}) {(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 400))))}";

    // What the query can hold: the parameters of a simple type that are not in the path.
    private static IEnumerable<string> Simple(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
            .Where(parameter => IsSimple(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))
            .Select(parameter => parameter.Name!)
            .Where(name => endpoint.RoutePattern.GetParameter(name) is null);

    private static bool IsSimple(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly);

    // Nearly what a contract asks for: each value may be of another type, missing, or something that is hard to swallow.
    private static string Json(Type type, Random random, int depth)
    {
        if (random.Next(9) == 0 || depth > 5)
        {
            return Pick(Tokens, random);
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(byte[]))
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            return JsonSerializer.Serialize(bytes);
        }

        if (type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeSpan) || type.IsEnum)
        {
            return JsonSerializer.Serialize(Pick(Words, random));
        }

        if (type == typeof(bool))
        {
            return random.Next(2) == 0 ? "true" : "false";
        }

        if (type.IsPrimitive)
        {
            return Pick(Numbers, random);
        }

        if (type.IsAssignableTo(typeof(IDictionary)) || type.Name.Contains("Dictionary", StringComparison.Ordinal))
        {
            return $"{{{JsonSerializer.Serialize(Pick(Words, random))}:{Pick(Tokens, random)}}}";
        }

        if (type.IsAssignableTo(typeof(IEnumerable)))
        {
            var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
            return $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(element, random, depth + 1)))}]";
        }

        var members = type.GetProperties()
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && random.Next(10) > 0)
            .Select(property =>
                $"{JsonSerializer.Serialize(JsonNamingPolicy.CamelCase.ConvertName(property.Name))}:{Json(property.PropertyType, random, depth + 1)}"
            );
        return $"{{{string.Join(',', members)}}}";
    }

    // The client would not send what no address can hold.
    private static string Clean(string text) => text.Length > 1000 ? text[..1000] : text;

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
