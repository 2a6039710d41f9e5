package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.lake.TableManifest;
import dev.varve.model.ModelRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a manifest asks of one table, in the order in which a load applies them: one after the other those of each
 * position, of which every key has one at most, so that each change of a key finds the table as the one before left it (decision
 * 0017).
 */
final class Rounds {
    /** The position of no round, but of a copy of each key's last row. */
    private static final int END = -1;

    private final Staging staging;
    private final List<String> columns;
    private final int count;
    private final Optional<Long> staged;

    private Rounds(Staging staging, List<String> columns, int count, Optional<Long> staged) {
        this.staging = staging;
        this.columns = columns;
        this.count = count;
        this.staged = staged;
    }

    /** How many rounds there may be. */
    enum Kind {
        /** One: every key has one row at most. */
        ONE,
        /** As many as a key has changes. */
        SEVERAL;

        /**
         * Of a manifest.
         *
         * @param from the table that drives the one that is loaded, if one does
         */
        static Kind of(Manifest manifest, Optional<String> from) {
            return from.flatMap(manifest::table)
                            .filter(TableManifest::mayRepeatKeys)
                            .isPresent()
                    ? SEVERAL
                    : ONE;
        }
    }

    /** What is done with the rows of a round, once they are staged. */
    interface Round {
        LoadCounts apply(long staged) throws SQLException;
    }

    /** One round of so many rows, which are staged. */
    static Rounds one(Staging staging, long staged) {
        return new Rounds(staging, List.of(), 1, Optional.of(staged));
    }

    /**
     * Those of the rows in {@link Staging#rounds}.
     *
     * @param columns of a staged row, in order
     */
    static Rounds several(Staging staging, List<String> columns) throws SQLException {
        long count = Sql.number(
                staging.connection(),
                "SELECT coalesce(max(%s), 0) + 1 FROM %s".formatted(ModelRow.POSITION, staging.rounds()));
        return new Rounds(staging, List.copyOf(columns), (int) count, Optional.empty());
    }

    /** Whether no key has a second row. */
    boolean isOne() {
        return count == 1;
    }

    /** Applies round after round and returns what all of them did. */
    LoadCounts apply(Round round) throws SQLException {
        List<LoadCounts> counts = new ArrayList<>();
        for (int position = 0; position < count; position++) {
            counts.add(round.apply(staged.isPresent() ? staged.get() : stage(position)));
        }
        return LoadCounts.sum(counts);
    }

    /** Stages the last row of each key, which says how the interval leaves it; returns how many. */
    long stageEnds() throws SQLException {
        String names = Names.list(columns.stream()
                .filter(column -> !column.equals(ModelRow.POSITION))
                .toList());
        Sql.update(
                staging.connection(),
                "INSERT INTO %1$s (%2$s, %3$s) SELECT DISTINCT ON (%4$s) ?, %3$s FROM %1$s ORDER BY %4$s, %2$s DESC"
                        .formatted(staging.rounds(), ModelRow.POSITION, names, Names.list(staging.key())),
                END);
        return stage(END);
    }

    /** One query for every round: a table that is made anew costs each later load of the transaction. */
    private long stage(int position) throws SQLException {
        String rows = "FROM %s WHERE %s = ?".formatted(staging.rounds(), ModelRow.POSITION);
        long found = Sql.number(staging.connection(), "SELECT count(*) " + rows, position);
        staging.derive(staging.stage(), found, "SELECT " + Names.list(columns) + " " + rows, position);
        return found;
    }
}
