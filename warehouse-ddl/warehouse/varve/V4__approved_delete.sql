-- Mass deletes of dimensions that users let through, by manifest. They outlive a rewind and a rebuild, which load that manifest
-- again; the manifest of another lake has another hash.
CREATE TABLE approved_delete (
    pipeline        text        NOT NULL,
    number          integer     NOT NULL CHECK (number > 0),
    manifest_sha256 text        NOT NULL,
    table_name      text        NOT NULL,
    closed          bigint      NOT NULL, -- keys
    of_current      bigint      NOT NULL, -- keys that were current before
    approved_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pipeline, number, table_name)
);
