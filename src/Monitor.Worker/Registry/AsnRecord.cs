namespace Monitor.Worker.Registry;

/// <summary>One row of the table, with the number as it is stored.</summary>
internal sealed record AsnRecord
{
    /// <summary>Adds a person.</summary>
    public const string Insert = """
        INSERT INTO asn (nip_protected, nip_index, kind, name, name_key, title_front, title_back, jabatan, jabatan_category, unit, instansi,
            instansi_code, region_code, state, created_at, updated_at)
        VALUES (@NipProtected, @NipIndex, @Kind, @Name, @NameKey, @TitleFront, @TitleBack, @Jabatan, @JabatanCategory, @Unit, @Instansi,
            @InstansiCode, @RegionCode, @State, @CreatedAt, @UpdatedAt)
        """;

    /// <summary>Changes what may change; the number never does (a new contract brings a new number, and with it a new row).</summary>
    public const string Update = """
        UPDATE asn SET name = @Name, name_key = @NameKey, title_front = @TitleFront, title_back = @TitleBack, jabatan = @Jabatan,
            jabatan_category = @JabatanCategory, unit = @Unit, instansi = @Instansi, instansi_code = @InstansiCode, region_code = @RegionCode,
            state = @State, updated_at = @UpdatedAt
        WHERE id = @Id
        """;

    public long Id { get; init; }
    public string NipProtected { get; init; } = "";
    public string NipIndex { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string TitleFront { get; init; } = "";
    public string TitleBack { get; init; } = "";
    public string Jabatan { get; init; } = "";
    public string JabatanCategory { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Instansi { get; init; } = "";
    public string InstansiCode { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A person who was not there.</summary>
    public static AsnRecord New(AsnDraft draft, string index, string nipProtected, DateTimeOffset now) =>
        With(
            new AsnRecord
            {
                NipProtected = nipProtected,
                NipIndex = index,
                Kind = AsnImport.KindName(draft.Nip.Kind),
                State = "active",
                CreatedAt = now,
                UpdatedAt = now,
            },
            draft
        );

    /// <summary>The person as the file says; null when that is what is kept already.</summary>
    public static AsnRecord? Merge(AsnRecord old, AsnDraft draft, DateTimeOffset now)
    {
        var merged = With(old, draft);
        return Fields(old).SequenceEqual(Fields(merged)) ? null : merged with { UpdatedAt = now };
    }

    /// <summary>
    /// The fields of <paramref name="one"/> that differ from <paramref name="other"/>, for the audit record. Of a name only that it differs: the
    /// record is never erased, and a name may have to be.
    /// </summary>
    public static Dictionary<string, string> Difference(AsnRecord one, AsnRecord other) =>
        Fields(one)
            .Except(Fields(other))
            .ToDictionary(
                field => field.Name,
                field => field.Name is "name" or "title_front" or "title_back" ? "*" : field.Value,
                StringComparer.Ordinal
            );

    /// <summary>What may be shown.</summary>
    public Asn ToAsn(string masked) =>
        new()
        {
            Id = Id,
            Nip = masked,
            Kind = Kind,
            Name = Name,
            TitleFront = TitleFront,
            TitleBack = TitleBack,
            Jabatan = Jabatan,
            JabatanCategory = JabatanCategory,
            Unit = Unit,
            Instansi = Instansi,
            InstansiCode = InstansiCode,
            RegionCode = RegionCode,
            State = State,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
        };

    private static AsnRecord With(AsnRecord old, AsnDraft draft) =>
        old with
        {
            Name = draft.Name,
            NameKey = Registry.NameKey.Of(draft.Name),
            TitleFront = draft.TitleFront ?? old.TitleFront,
            TitleBack = draft.TitleBack ?? old.TitleBack,
            Jabatan = draft.Jabatan ?? old.Jabatan,
            JabatanCategory = draft.JabatanCategory ?? old.JabatanCategory,
            Unit = draft.Unit ?? old.Unit,
            Instansi = draft.Instansi,
            InstansiCode = draft.InstansiCode ?? old.InstansiCode,
            RegionCode = draft.RegionCode ?? old.RegionCode,
            State = draft.State ?? old.State,
        };

    private static IEnumerable<(string Name, string Value)> Fields(AsnRecord row) =>
        [
            ("name", row.Name),
            ("title_front", row.TitleFront),
            ("title_back", row.TitleBack),
            ("jabatan", row.Jabatan),
            ("jabatan_category", row.JabatanCategory),
            ("unit", row.Unit),
            ("instansi", row.Instansi),
            ("instansi_code", row.InstansiCode),
            ("region_code", row.RegionCode),
            ("state", row.State),
        ];
}
