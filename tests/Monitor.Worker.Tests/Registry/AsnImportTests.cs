using System.Text;
using Monitor.Worker.Registry;

namespace Monitor.Worker.Tests.Registry;

public sealed class AsnImportTests
{
    private static readonly AsnImport Import = new(new ManualTime(Some.Moment), Some.IsRegion);

    private static (List<AsnDraft> Drafts, CsvTable Table) Read(string text) => Import.Read(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("nip;nama;instansi\n{0};Ratna;Pemkab Contoh\n")]
    [InlineData("nip,nama,instansi\n{0},Ratna,Pemkab Contoh\n")]
    [InlineData("nip\tnama\tinstansi\n{0}\tRatna\tPemkab Contoh\n")]
    [InlineData("\uFEFFnip;nama;instansi\r\n{0};Ratna;Pemkab Contoh\r\n")]
    [InlineData("Instansi Kerja;N.I.P. ;NAMA_LENGKAP\nPemkab Contoh;{0};Ratna")]
    [InlineData("\"Institution\",\"Employee Number\",\"Full Name\"\n\"Pemkab Contoh\",\"{0}\",\"Ratna\"\n")]
    [InlineData("\n\nnip;nama;instansi;\n\n{0} ;  Ratna  ;Pemkab   Contoh;\n;;;\n\n")]
    [InlineData("nip;nama;instansi;jabatan\n{0};Ratna;Pemkab Contoh;-\n")]
    public void FileIsReadAsPeopleSendIt(string text)
    {
        var (drafts, table) = Read(string.Format(null, text, Some.Nip(1)));
        Assert.Empty(table.Problems);
        var draft = Assert.Single(drafts);
        Assert.Equal(("Ratna", "Pemkab Contoh", Some.Nip(1)), (draft.Name, draft.Instansi, draft.Nip.Reveal()));
        Assert.True(string.IsNullOrEmpty(draft.Jabatan));
    }

    [Theory]
    [InlineData("{0};Ratna;Pemkab;99.99;PNS;aktif", "kode_wilayah", "Kemendagri", "99.99")]
    [InlineData("{0};Ratna;Pemkab;33.26;PPPK;aktif", "jenis", "does not agree with the NIP", "PPPK")]
    [InlineData("{0};Ratna;Pemkab;33.26;TNI;aktif", "jenis", "must be PNS or PPPK", "TNI")]
    [InlineData("{0};Ratna;Pemkab;33.26;PNS;entah", "status", "active or left", "entah")]
    [InlineData("{0};;Pemkab;33.26;PNS;aktif", "nama", "name must be given", "")]
    [InlineData("{0};R 2;Pemkab;33.26;PNS;aktif", "nama", "at least two letters", "R 2")]
    [InlineData("{0};Ratna;;33.26;PNS;aktif", "instansi", "institution must be given", "")]
    [InlineData("198613262015051001;Ratna;Pemkab;33.26;PNS;aktif", "nip", "does not exist", "1986****2015******")]
    [InlineData("{0};Rat\u0007na;Pemkab;33.26;PNS;aktif", "nama", "control character", "Rat?na")]
    public void BrokenRuleIsNamedWithLineColumnAndValue(string row, string column, string rule, string value)
    {
        var (drafts, table) = Read("nip;nama;instansi;kode_wilayah;jenis;status\n" + string.Format(null, row, Some.Nip(1)) + "\n");
        Assert.Empty(drafts);
        var problem = Assert.Single(table.Problems);
        Assert.Equal((2L, column, value), (problem.Line, problem.Column, problem.Value));
        Assert.Contains(rule, problem.Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public void LineIsTheFilesOwnAlsoAfterQuotedLineBreaks()
    {
        var (drafts, table) = Read(
            $"nip;nama;instansi\r\n{Some.Nip(1)};Ratna;\"Pemkab\r\nContoh\r\nJauh\"\r\n\r\n{Some.Nip(2)};Joko;\"Pemkab\nContoh\"\r\n12;Sari;Pemkab\r\n"
        );
        Assert.Equal([2L, 6], drafts.Select(draft => draft.Line));
        Assert.Equal("Pemkab Contoh Jauh", drafts[0].Instansi);
        Assert.Equal(8, Assert.Single(table.Problems).Line);
    }

    [Fact]
    public void EveryBreachOfARowIsNamed()
    {
        var (_, table) = Read("nip;nama;instansi;kode_wilayah\n1;;;x\n");
        Assert.Equal(["nip", "nama", "instansi", "kode_wilayah"], table.Problems.Select(problem => problem.Column));
    }

    [Fact]
    public void SecondRowOfTheSamePersonIsNamedWithTheLineOfTheFirst()
    {
        var nip = Some.Nip(1);
        var (drafts, table) = Read($"nip;nama;instansi\n{nip};Ratna;Pemkab\n{nip[..8]} {nip[8..14]} {nip[14..]};Ratna;Pemkab\n");
        Assert.Single(drafts);
        var problem = Assert.Single(table.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains("line 2", problem.Rule.En, StringComparison.Ordinal);
        Assert.DoesNotContain(nip, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nip;nama\n", "instansi", "required column is missing")]
    [InlineData("nip;nama;instansi;golongan darah\n", "golongan darah", "Unknown column")]
    [InlineData("nip;nama;instansi;Nama Lengkap\n", "nama", "there twice")]
    public void HeaderThatDoesNotFitIsNamedAndNothingIsRead(string header, string column, string rule)
    {
        var (drafts, table) = Read(header + $"{Some.Nip(1)};Ratna;Pemkab;x\n");
        Assert.False(table.IsReadable);
        Assert.Empty(drafts);
        var problem = Assert.Single(table.Problems);
        Assert.Equal((1L, column), (problem.Line, problem.Column));
        Assert.Contains(rule, problem.Rule.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0};Ratna\n", "this has 2")]
    [InlineData("{0};Ratna;Pemkab;lebih\n", "this has 4")]
    [InlineData("{0};\"Ratna;Pemkab\n{1};Joko;Pemkab\n", "never closed")]
    [InlineData("{0};\"Rat\"na;Pemkab\n", "after a closing")]
    [InlineData("{0};Rat\"na;Pemkab\n", "must be doubled")]
    public void RowThatCannotBeCutIsNamed(string rows, string rule)
    {
        var (_, table) = Read("nip;nama;instansi\n" + string.Format(null, rows, Some.Nip(1), Some.Nip(2)));
        var problem = Assert.Single(table.Problems);
        Assert.Equal(2, problem.Line);
        Assert.Contains(rule, problem.Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNoTextAreNamedWithTheirLine()
    {
        byte[] file = [.. "nip;nama;instansi\n1;a;b\n2;R"u8, 0xE9, .. "n\xE9e;c\n"u8];
        var problem = Assert.Single(Import.Read(file).Table.Problems);
        Assert.Equal((3L, "0xE9"), (problem.Line, problem.Value));

        Assert.Contains(
            "UTF-16",
            Assert.Single(Import.Read(Encoding.Unicode.GetPreamble()).Table.Problems).Rule.En,
            StringComparison.Ordinal
        );
        Assert.Contains("empty", Assert.Single(Import.Read(Array.Empty<byte>()).Table.Problems).Rule.En, StringComparison.Ordinal);
    }

    [Fact]
    public void QuotedCellsMayHoldSeparatorsAndQuotes()
    {
        var (drafts, table) = Read($"nip,nama,instansi,gelar_belakang\n{Some.Nip(1)},\"Ratna \"\"Ana\"\"\",Pemkab,\"S.E., M.M.\"\n");
        Assert.Empty(table.Problems);
        Assert.Equal(("Ratna \"Ana\"", "S.E., M.M."), (drafts[0].Name, drafts[0].TitleBack));
    }

    [Theory]
    [InlineData("Drs. H. Joko Waluyo, M.Si., Ph.D.", "Drs. H.", "Joko Waluyo", "M.Si., Ph.D.")]
    [InlineData("Dr Ratna Wulandari", "Dr", "Ratna Wulandari", "")]
    [InlineData("Raden Joko Waluyo", null, "Raden Joko Waluyo", null)]
    [InlineData("H. M. Joko", "H.", "M. Joko", "")]
    [InlineData("Ir.", null, "Ir.", null)]
    public void TitlesInTheNameAreTakenOffIt(string name, string? front, string bare, string? back)
    {
        var (drafts, _) = Read($"nip,nama,instansi\n{Some.Nip(1)},\"{name}\",Pemkab\n");
        Assert.Equal((front, bare, back), (drafts[0].TitleFront, drafts[0].Name, drafts[0].TitleBack ?? (front is null ? null : "")));
    }

    [Fact]
    public void RegionCodeThatLostItsDotIsUnderstood()
    {
        var (drafts, _) = Read($"nip;nama;instansi;kode_wilayah\n{Some.Nip(1)};Ratna;Pemkab;3326\n");
        Assert.Equal("33.26", drafts[0].RegionCode);
    }
}
