using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Monitor.Worker.Language;

namespace Monitor.Worker.Registry;

/// <summary>The two kinds of civil servant that a number tells apart (UU 20/2023).</summary>
internal enum AsnKind
{
    /// <summary>Pegawai Negeri Sipil.</summary>
    Pns,

    /// <summary>Pegawai Pemerintah dengan Perjanjian Kerja.</summary>
    Pppk,
}

/// <summary>An employee number of 18 digits: a NIP (PNS) or an NI PPPK. Holding one means that it passed every rule.</summary>
/// <remarks>
/// Layout (Perka BKN 43/2007): 1-8 birth date; 9-12 year of appointment; 13-14 its month (PNS) or the contract code (PPPK, seen from 20 up);
/// 15 sex; 16-18 serial. There is no check digit, so these rules are all that can be checked without BKN.
/// <see cref="ToString"/> gives the mask, so that a number that slips into a log or a message shows nothing; only <see cref="Reveal"/> gives it whole.
/// </remarks>
internal sealed class Nip : IEquatable<Nip>
{
    private const int Length = 18;
    private const int OldLength = 9;
    private const int YoungestAtAppointment = 17;
    private const int OldestAtAppointment = 70;
    private const int FirstContractCode = 20;

    private readonly string _digits;

    private Nip(string digits, AsnKind kind)
    {
        _digits = digits;
        Kind = kind;
    }

    /// <summary>What digits 13-14 say.</summary>
    public AsnKind Kind { get; }

    /// <summary>For screens: the year of birth and the year of appointment, nothing else.</summary>
    /// <remarks>
    /// Two years are enough to tell a father from a son of the same name in a list. Day and month of birth, month of appointment, sex and serial stay
    /// hidden: with the whole birth date shown, what is left to guess is a sex and a low serial, a few dozen tries.
    /// </remarks>
    public string Masked => Mask(_digits);

    /// <summary>All 18 digits. Only the vault, the case view and the export ask for it, and the last two record that they did.</summary>
    public string Reveal() => _digits;

    /// <summary>Reads a number as people write it, with or without blanks, and says in one sentence which rule it breaks.</summary>
    public static bool TryParse(
        string? text,
        TimeProvider time,
        [NotNullWhen(true)] out Nip? nip,
        [NotNullWhen(false)] out Sentence? problem
    )
    {
        nip = null;
        // The easternmost zone: a person appointed "today" in Jayapura is not appointed in the future.
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).DateTime);
        var digits = WithoutBlanks(text ?? "");
        problem = Shape(digits) ?? Birth(digits, today) ?? Appointment(digits, today) ?? Tail(digits);
        if (problem is not null)
        {
            return false;
        }

        nip = new Nip(digits, Number(digits, 12, 2) <= 12 ? AsnKind.Pns : AsnKind.Pppk);
        return true;
    }

    /// <summary>Reads a number that was valid when it was stored; the rules are not asked again, for they may have become stricter since.</summary>
    internal static Nip Stored(string digits) => new(digits, Number(digits, 12, 2) <= 12 ? AsnKind.Pns : AsnKind.Pppk);

    /// <summary>Hides what could be a number: of every text with nine digits or more only digits 1-4 and 9-12 are kept.</summary>
    public static string Mask(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Count(char.IsAsciiDigit) < OldLength)
        {
            return trimmed;
        }

        var shown = new char[trimmed.Length];
        var seen = 0;
        for (var i = 0; i < trimmed.Length; i++)
        {
            var isDigit = char.IsAsciiDigit(trimmed[i]);
            shown[i] = !isDigit || seen is < 4 or (>= 8 and < 12) ? trimmed[i] : '*';
            seen += isDigit ? 1 : 0;
        }

        return new string(shown);
    }

    /// <inheritdoc/>
    public override string ToString() => Masked;

    /// <inheritdoc/>
    public bool Equals(Nip? other) => other is not null && other._digits == _digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Nip);

    /// <inheritdoc/>
    public override int GetHashCode() => _digits.GetHashCode(StringComparison.Ordinal);

    private static Sentence? Shape(string digits)
    {
        if (digits.Length == 0)
        {
            return new Sentence("NIP wajib diisi.", "The NIP must be given.");
        }

        if (
            digits.Contains('E', StringComparison.OrdinalIgnoreCase)
            && (digits.Contains('+') || digits.Contains('.') || digits.Contains(','))
        )
        {
            return new Sentence(
                "NIP telah dibulatkan oleh aplikasi lembar kerja (notasi ilmiah); simpan kolom NIP sebagai teks lalu ekspor ulang.",
                "The NIP was rounded by a spreadsheet (scientific notation); keep the NIP column as text and export again."
            );
        }

        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return new Sentence(
                    $"NIP hanya boleh berisi angka dan spasi; ditemukan '{Visible(c)}'.",
                    $"A NIP holds digits and blanks only; found '{Visible(c)}'."
                );
            }
        }

        return digits.Length switch
        {
            Length => null,
            OldLength => new Sentence(
                "NIP lama 9 digit tidak diterima: sejak Perka BKN 43/2007 setiap ASN bernomor 18 digit, dan nomor lama tidak memuat apa pun yang dapat diperiksa; mintalah NIP 18 digit.",
                "An old NIP of 9 digits is not accepted: since Perka BKN 43/2007 every civil servant has 18 digits, and the old number holds nothing that can be checked; ask for the NIP of 18 digits."
            ),
            _ => new Sentence($"NIP harus 18 digit; ini {digits.Length} digit.", $"A NIP has 18 digits; this has {digits.Length}."),
        };
    }

    private static Sentence? Birth(string digits, DateOnly today)
    {
        if (!DateOnly.TryParseExact(digits.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth))
        {
            return new Sentence(
                $"Digit 1-8 harus tanggal lahir yang ada (tttt-bb-hh); '{digits[..4]}-{digits[4..6]}-{digits[6..8]}' tidak ada.",
                $"Digits 1-8 must be a real birth date (yyyy-mm-dd); '{digits[..4]}-{digits[4..6]}-{digits[6..8]}' does not exist."
            );
        }

        return birth <= today
            ? null
            : new Sentence(
                $"Tanggal lahir (digit 1-8) tidak boleh di masa depan; tahunnya {birth.Year}.",
                $"The birth date (digits 1-8) must not be in the future; its year is {birth.Year}."
            );
    }

    private static Sentence? Appointment(string digits, DateOnly today)
    {
        var birth = DateOnly.ParseExact(digits.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture);
        var year = Number(digits, 8, 4);
        var code = Number(digits, 12, 2);
        if (code is 0 or (> 12 and < FirstContractCode))
        {
            return new Sentence(
                $"Digit 13-14 harus bulan pengangkatan 01-12 (PNS) atau kode perjanjian kerja mulai 20 (PPPK); ini '{digits[12..14]}'.",
                $"Digits 13-14 must be the month of appointment 01-12 (PNS) or a contract code from 20 up (PPPK); this is '{digits[12..14]}'."
            );
        }

        if (year > today.Year || (year == today.Year && code <= 12 && code > today.Month))
        {
            return new Sentence(
                $"Pengangkatan (digit 9-14) tidak boleh di masa depan; ini '{digits[8..12]}-{digits[12..14]}'.",
                $"The appointment (digits 9-14) must not be in the future; this is '{digits[8..12]}-{digits[12..14]}'."
            );
        }

        // A PPPK number tells the year only, a PNS number the month only: the age is judged at the end of it when asking for the youngest and at
        // its start when asking for the oldest, so that nobody is refused for a day that the number does not hold.
        var (first, last) =
            code <= 12
                ? (new DateOnly(Math.Max(year, 1), code, 1), new DateOnly(Math.Max(year, 1), code, 1).AddMonths(1).AddDays(-1))
                : (new DateOnly(Math.Max(year, 1), 1, 1), new DateOnly(Math.Max(year, 1), 12, 31));
        var youngest = AgeOn(birth, last);
        var oldest = AgeOn(birth, first);
        return youngest >= YoungestAtAppointment && oldest <= OldestAtAppointment
            ? null
            : new Sentence(
                $"Usia saat diangkat (digit 1-8 terhadap 9-14) harus {YoungestAtAppointment}-{OldestAtAppointment} tahun; ini {youngest} tahun.",
                $"The age at appointment (digits 1-8 against 9-14) must be {YoungestAtAppointment}-{OldestAtAppointment}; this is {youngest}."
            );
    }

    private static Sentence? Tail(string digits)
    {
        if (digits[14] is not ('1' or '2'))
        {
            return new Sentence(
                $"Digit 15 harus 1 (laki-laki) atau 2 (perempuan); ini '{digits[14]}'.",
                $"Digit 15 must be 1 (male) or 2 (female); this is '{digits[14]}'."
            );
        }

        return Number(digits, 15, 3) > 0
            ? null
            : new Sentence(
                "Nomor urut (digit 16-18) dimulai dari 001; ini '000'.",
                "The serial (digits 16-18) starts at 001; this is '000'."
            );
    }

    private static int AgeOn(DateOnly birth, DateOnly day) =>
        day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);

    private static int Number(string digits, int start, int length) =>
        int.Parse(digits.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string WithoutBlanks(string text)
    {
        // One apostrophe in front is how a spreadsheet (and our own export) marks a number that must stay text.
        var value = text.Trim();
        value = value.StartsWith('\'') ? value[1..] : value;
        return string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
    }

    private static string Visible(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
