-- The ledger: which manifests of which pipeline this warehouse holds. Its rows are written in the transaction that loads the
-- data, so that they say neither more nor less than what readers see.
CREATE TABLE load (
    pipeline            text        NOT NULL,
    number              integer     NOT NULL CHECK (number > 0),
    as_of               text        NOT NULL,
    run_id              text        NOT NULL,
    warehouse_schema    text        NOT NULL,
    manifest_sha256     text        NOT NULL,
    previous_read_point timestamptz,
    read_point          timestamptz NOT NULL,
    loaded_at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pipeline, number),
    UNIQUE (pipeline, as_of)
);

-- What a load did to each warehouse table, in rows.
CREATE TABLE load_table (
    pipeline       text    NOT NULL,
    number         integer NOT NULL,
    table_name     text    NOT NULL,
    staged         bigint  NOT NULL,
    opened         bigint  NOT NULL DEFAULT 0, -- versions
    closed         bigint  NOT NULL DEFAULT 0, -- versions
    overwritten    bigint  NOT NULL DEFAULT 0, -- rows changed in place, inferred members filled among them
    inferred       bigint  NOT NULL DEFAULT 0, -- members that a fact needed before their row came
    inserted       bigint  NOT NULL DEFAULT 0, -- facts
    source_deleted bigint  NOT NULL DEFAULT 0, -- facts marked
    removed        bigint  NOT NULL DEFAULT 0, -- facts that left their model
    gaps           bigint  NOT NULL DEFAULT 0, -- foreign keys of events that fell between two versions
    PRIMARY KEY (pipeline, number, table_name),
    FOREIGN KEY (pipeline, number) REFERENCES load (pipeline, number) ON DELETE CASCADE
);
