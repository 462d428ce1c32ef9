namespace Monitor.Worker.Cases.Carried;

/// <summary>What lies in the folder and how it is checked, for whoever opens it without this program.</summary>
internal static class CaseReadme
{
    /// <summary>In both languages, so that it never depends on who made the folder.</summary>
    public const string Text = """
        ISI FOLDER INI
          sheet.html      lembar perkara untuk dibaca dan dicetak (A4)
          case.json       isi yang sama untuk mesin
          captures/       bita mentah setiap bukti, dan cara diperolehnya (.json);
                          halaman web diberi akhiran .txt agar tidak dijalankan oleh peramban
          captures/*.tsr  cap waktu (RFC 3161) dari otoritas luar, bila ada;
          tsa-ca.pem      sertifikat akarnya
          evidence.warc   bukti yang sama dalam satu arsip WARC 1.1 (ISO 28500:2017)
          audit.jsonl     kutipan catatan audit tentang perkara ini
          SHA256SUMS      jumlah periksa setiap berkas
          manifest.json   daftar setiap berkas dengan jumlah periksanya

        MEMERIKSA
          monitor case verify FOLDER     tanpa basis data, di mesin mana pun
          sha256sum -c SHA256SUMS        dengan alat bawaan sistem
          openssl ts -verify -digest SHA256 -in captures/SHA256.tsr -CAfile tsa-ca.pem
                                         satu cap waktu; sertifikat akar sebaiknya diambil
                                         langsung dari otoritas (monitor: --tsa-ca)

        WHAT LIES IN THIS FOLDER
          sheet.html      the case sheet, to be read and printed (A4)
          case.json       the same for machines
          captures/       the raw bytes of each piece of evidence, and how it came (.json);
                          web pages end in .txt so that no browser runs them
          captures/*.tsr  time stamps (RFC 3161) of an outside authority, where there are any;
          tsa-ca.pem      its root certificate
          evidence.warc   the same evidence as one WARC 1.1 archive (ISO 28500:2017)
          audit.jsonl     what the audit record says about this case
          SHA256SUMS      the checksum of each file
          manifest.json   every file with its checksum

        TO CHECK IT
          monitor case verify FOLDER     without the database, on any machine
          sha256sum -c SHA256SUMS        with what the system has
          openssl ts -verify -digest SHA256 -in captures/SHA256.tsr -CAfile tsa-ca.pem
                                         one time stamp; better with the root certificate as
                                         the authority itself publishes it (monitor: --tsa-ca)

        """;
}
