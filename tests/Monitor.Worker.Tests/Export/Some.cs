using System.Text;
using Monitor.Worker.Audit;
using Monitor.Worker.Contests;
using Monitor.Worker.Export;
using Monitor.Worker.Registry;
using Monitor.Worker.Review;
using Monitor.Worker.Storage;

namespace Monitor.Worker.Tests.Export;

/// <summary>Invented people and findings about them, put straight into the store.</summary>
internal static class Some
{
    public const string Nip = "198609262015051001";

    public static readonly DateTimeOffset Moment = new(2024, 10, 8, 1, 0, 0, TimeSpan.Zero);

    public static readonly Exporter Ketua = new(new Actor("ketua-uji", 1003, "ketua"), _ => true, TestUsers: false);

    public static Rules Rules { get; } = Rules.Load(Contests.Some.RulesFolder);

    /// <summary>A registered person; another number is another person.</summary>
    public static async Task<long> PersonAsync(Database database, People people, string nip = Nip, string name = "Ratna Wulandari")
    {
        var csv = $"""
            nip;nama;gelar_depan;gelar_belakang;jabatan;kategori_jabatan;unit;instansi;kode_wilayah;jenis
            {nip};{name};Dra.;M.Si.;Kepala Seksi Pelayanan;pengawas;Kecamatan Kajen;Pemerintah Kabupaten Pekalongan;33.26;PNS

            """;
        var report = await people.ImportAsync(Encoding.UTF8.GetBytes(csv), keepGood: false, Ketua.Actor, default);
        Assert.True(report.Imported, string.Join(' ', report.Problems));
        return await database.ReadAsync(session => session.ScalarAsync<long>("SELECT MAX(id) FROM asn"), default);
    }

    /// <summary>A finding of two agreeing reviewers about a post of the person's account; in another state when asked for.</summary>
    public static Task<long> FindingAsync(
        Database database,
        long? person,
        string reason = "Mengajak memilih satu pasangan calon pada akun publik",
        string handle = "ratna",
        string state = FlagState.Confirmed,
        string? kajian = null,
        string region = "33.26",
        string form = "D-2",
        string identity = "uid:1001"
    ) =>
        database.WriteAsync(
            async session =>
            {
                var found = Moment.AddDays(-6);
                var account = person is null
                    ? null
                    : await session.ScalarAsync<long?>(
                        """
                        INSERT INTO account (asn_id, platform, handle, url, url_key, basis, registered_by, registered_at)
                        VALUES (@person, 'mastodon', @handle, 'https://contoh.id/@ratna', NULL, 'self_declared', 'admin-uji', @found) RETURNING id
                        """,
                        new
                        {
                            person,
                            handle,
                            found,
                        }
                    );
                var source = await session.ScalarAsync<long>(
                    """
                    INSERT INTO source (kind, url, host, reads, every_ms, state, added_by, added_at, next_check_at)
                    VALUES ('feed', 'https://contoh.id/' || (SELECT COUNT(*) FROM source), 'contoh.id', 'entry', 900000, 'active', 'admin-uji', @found, 0)
                    RETURNING id
                    """,
                    new { found }
                );
                var item = await session.ScalarAsync<long>(
                    """
                    INSERT INTO item (source_id, native_id, author_key, fingerprint, seen_at) VALUES (@source, '1', 'a', 'f', @found) RETURNING id
                    """,
                    new { source, found }
                );
                var flag = await session.ScalarAsync<long>(
                    """
                    INSERT INTO flag (item_id, source_id, state, label, score, probabilities, model, reasons, title, text, url, published_at, found_at,
                        due_at, due_rule, attribution, account_id, asn_id, attribution_evidence, region_code, suggested_forms, closed_at)
                    VALUES (@item, @source, @state, 'dukungan', 0.93, '[]', 'netralitas 1.0', '[]', 'Judul', 'Teks unggahan', 'https://contoh.id/@ratna/1',
                        @published, @found, @due, 'pilkada', 'account', @account, @person, '{}', @region, 'D-2', @closed)
                    RETURNING id
                    """,
                    new
                    {
                        item,
                        source,
                        state,
                        account,
                        person,
                        found,
                        published = found.AddHours(-22),
                        // The moment after 9 October in Jakarta ends.
                        due = new DateTimeOffset(2024, 10, 9, 17, 0, 0, TimeSpan.Zero),
                        region,
                        closed = state == FlagState.Confirmed ? Moment.AddDays(-3) : (DateTimeOffset?)null,
                    }
                );
                var capture = await session.ScalarAsync<long>(
                    """
                    INSERT INTO evidence (sha256, bytes, media_type, url, captured_at, headers) VALUES (@hash, 1, 'text/html', '', @found, '{}')
                    RETURNING id
                    """,
                    new { hash = new string('a', 64), found }
                );
                await session.ExecuteAsync(
                    "INSERT INTO flag_evidence (flag_id, evidence_id, note) VALUES (@flag, @capture, '')",
                    new { flag, capture }
                );
                await session.ExecuteAsync(
                    """
                    INSERT INTO decision (flag_id, place, reviewer_identity, reviewer_name, role, verdict, form, reason, at)
                    VALUES (@flag, 1, @identity, 'satu', 'analis', 'confirm', @form, @reason, @found),
                        (@flag, 2, 'uid:1002', 'dua', 'analis', 'confirm', @form, @reason, @found)
                    """,
                    new
                    {
                        flag,
                        identity,
                        form,
                        reason,
                        found,
                    }
                );
                if (kajian is not null)
                {
                    await session.ExecuteAsync(
                        """
                        INSERT INTO case_file (id, asn_id, region_code, opened_at, opened_by) VALUES (@flag, @person, @region, @found, 'ketua-uji');
                        INSERT INTO case_finding (flag_id, case_id, joined_at, joined_by) VALUES (@flag, @flag, @found, 'ketua-uji');
                        INSERT INTO case_entry (case_id, kind, code, day, at, by_name, by_role)
                        VALUES (@flag, 'kajian', @kajian, '2024-10-07', @found, 'ketua-uji', 'ketua')
                        """,
                        new
                        {
                            flag,
                            person,
                            region,
                            found,
                            kajian,
                        }
                    );
                }

                return flag;
            },
            default
        );
}
