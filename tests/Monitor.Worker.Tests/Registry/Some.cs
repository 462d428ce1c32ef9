using System.Text;
using Monitor.Worker.Audit;

namespace Monitor.Worker.Tests.Registry;

/// <summary>Invented people and files about them.</summary>
internal static class Some
{
    public const string Header = "nip;nama;gelar_depan;gelar_belakang;jabatan;unit;instansi;kode_wilayah;jenis";

    public static readonly DateTimeOffset Moment = new(2024, 10, 1, 3, 0, 0, TimeSpan.Zero);

    public static readonly Actor Admin = new("admin-uji", 1000, "admin");

    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    /// <summary>A valid number of a PNS; the same one for the same place in the row.</summary>
    public static string Nip(int i) =>
        $"{1970 + (i / 268_800 % 25)}{1 + (i / 800 % 12):00}{1 + (i / 9_600 % 28):00}{2000 + (i % 20)}{1 + (i / 20 % 12):00}{1 + (i % 2)}{1 + (i % 800):000}";

    public static string Row(int i, string name = "Ratna Wulandari", string region = "33.26", string jabatan = "Pelaksana") =>
        $"{Nip(i)};{name};;S.E.;{jabatan};Kecamatan Kajen;Pemerintah Kabupaten Pekalongan;{region};PNS";

    public static bool IsRegion(string code) => code is "33" or "33.26" or "33.75" or "32.76";
}
