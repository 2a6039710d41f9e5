-- What takes a load back: each row that it changed in place, as it was before. What it inserted, loaded_as_of says.
ALTER TABLE load ADD COLUMN undo boolean NOT NULL DEFAULT false; -- all of these rows are still kept

CREATE TABLE undo (
    pipeline   text    NOT NULL,
    number     integer NOT NULL,
    position   bigint  NOT NULL GENERATED ALWAYS AS IDENTITY, -- in the order of the changes
    table_name text    NOT NULL,
    change     text    NOT NULL, -- close, fill, overwrite, ...
    before     json    NOT NULL, -- the whole row; json keeps the text of every value as it is
    -- No foreign key: it would queue a check of each row until the commit, and a load may close millions. Whoever deletes a
    -- load deletes these.
    PRIMARY KEY (pipeline, number, position)
);

-- How each dimension and fact was declared when its rows were loaded.
CREATE TABLE model (
    pipeline   text NOT NULL,
    table_name text NOT NULL,
    sha256     text NOT NULL,
    PRIMARY KEY (pipeline, table_name)
);
