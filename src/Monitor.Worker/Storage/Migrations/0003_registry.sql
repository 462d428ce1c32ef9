-- Who is watched, and why that is lawful: registered civil servants and their accounts.
-- Rows are never deleted (an erased person's row is blanked), so an id in the audit record never means somebody else.
CREATE TABLE asn (
    id INTEGER PRIMARY KEY,
    -- Data Protection; never the number itself.
    nip_protected TEXT NOT NULL,
    -- HMAC-SHA256 under a key that is not in the database.
    nip_index TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('pns', 'pppk')),
    name TEXT NOT NULL,
    -- Without titles, case, and old or short spellings.
    name_key TEXT NOT NULL,
    title_front TEXT NOT NULL DEFAULT '',
    title_back TEXT NOT NULL DEFAULT '',
    jabatan TEXT NOT NULL DEFAULT '',
    jabatan_category TEXT NOT NULL DEFAULT '',
    unit TEXT NOT NULL DEFAULT '',
    instansi TEXT NOT NULL,
    -- BKN's code; never derived from the region.
    instansi_code TEXT NOT NULL DEFAULT '',
    -- Kemendagri's code; empty for a central institution.
    region_code TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX asn_name_key ON asn (name_key);

CREATE INDEX asn_region ON asn (region_code, id);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    -- Null: the official account of an institution.
    asn_id BIGINT REFERENCES asn (id),
    platform TEXT NOT NULL,
    -- The platform's own immutable id, once known.
    native_id TEXT,
    handle TEXT NOT NULL,
    url TEXT NOT NULL,
    -- Null when the address has passed to somebody else.
    url_key TEXT,
    basis TEXT NOT NULL CHECK (basis IN ('self_declared', 'instansi', 'official')),
    reference TEXT NOT NULL DEFAULT '',
    -- Of an institution's account.
    instansi TEXT NOT NULL DEFAULT '',
    region_code TEXT NOT NULL DEFAULT '',
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    removed_at BIGINT,
    CHECK (asn_id IS NOT NULL OR basis = 'official')
);

CREATE UNIQUE INDEX account_native ON account (platform, native_id) WHERE removed_at IS NULL AND native_id IS NOT NULL;

CREATE UNIQUE INDEX account_url ON account (url_key) WHERE removed_at IS NULL AND url_key IS NOT NULL;

CREATE INDEX account_asn ON account (asn_id);

-- Which names an account went by, and when: a post keeps its author after a rename, and a reused name inherits nothing.
CREATE TABLE account_handle (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    handle TEXT NOT NULL,
    url_key TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT
);

CREATE INDEX account_handle_account ON account_handle (account_id, valid_from);

CREATE INDEX account_handle_url ON account_handle (url_key);

-- The number of the last change, so that what is kept in memory knows when it is old; and which key the fingerprints were made with.
CREATE TABLE registry_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    key_fingerprint TEXT
);

INSERT INTO registry_state (id, version, key_fingerprint) VALUES (1, 0, NULL);
