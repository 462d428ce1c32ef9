using System.Text;

namespace Monitor.Worker.Registry;

/// <summary>Institutions are compared by their names, for no code is known of all of them: case, marks and the usual short forms do not count.</summary>
internal static class InstansiName
{
    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["pemprov"] = "pemerintah provinsi",
        ["pemkab"] = "pemerintah kabupaten",
        ["pemkot"] = "pemerintah kota",
        ["pemda"] = "pemerintah daerah",
        ["prov"] = "provinsi",
        ["kab"] = "kabupaten",
        ["kec"] = "kecamatan",
        ["kel"] = "kelurahan",
        ["dinkes"] = "dinas kesehatan",
        ["disdik"] = "dinas pendidikan",
        ["dindik"] = "dinas pendidikan",
        ["kemenag"] = "kementerian agama",
        ["kemendagri"] = "kementerian dalam negeri",
        ["kemenkes"] = "kementerian kesehatan",
        ["rsud"] = "rumah sakit umum daerah",
    };

    /// <summary>Whether two names are one institution's; an empty name is nobody's.</summary>
    public static bool Same(string? one, string? other) =>
        !string.IsNullOrWhiteSpace(one) && !string.IsNullOrWhiteSpace(other) && Key(one) is { Length: > 0 } key && key == Key(other);

    /// <summary>The name in long words, small letters, one blank between.</summary>
    public static string Key(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant())
        {
            folded.Append(char.IsLetterOrDigit(letter) ? letter : ' ');
        }

        return string.Join(
            ' ',
            folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Long.GetValueOrDefault(word, word))
        );
    }
}
