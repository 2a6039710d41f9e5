-- What verify last found of each warehouse table: through which manifest it is what the lake says, or how many differences there
-- were. It ends with the load that it speaks of.
CREATE TABLE table_status (
    pipeline         text        NOT NULL,
    table_name       text        NOT NULL,
    number           integer     NOT NULL, -- the last loaded manifest when it was checked
    checked_at       timestamptz NOT NULL DEFAULT now(),
    problems         bigint      NOT NULL, -- differences that this check found
    verified_through text,                 -- the as_of of the last check that found none
    verified_at      timestamptz,
    PRIMARY KEY (pipeline, table_name),
    FOREIGN KEY (pipeline, number) REFERENCES load (pipeline, number) ON DELETE CASCADE
);
