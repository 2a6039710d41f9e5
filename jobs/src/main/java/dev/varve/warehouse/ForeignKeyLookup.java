package dev.varve.warehouse;

import dev.varve.lake.Manifest;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The surrogate keys of staged facts (design, section 4). Each foreign key is the version that was valid at the lesser of the
 * event time and the read point less one microsecond; an event in a gap takes the nearest earlier version, else the earliest.
 * Of a dimension of type 1 it is the row of the key, whatever the time. {@code least} leaves out a NULL, so that an event without
 * a time is looked up at the read point (decision 0006).
 */
final class ForeignKeyLookup {
    private final Staging staging;
    private final Pipeline pipeline;
    private final Fact fact;
    private final List<String> stored;

    /**
     * Of one fact.
     *
     * @param stored the model's columns that the fact table has
     */
    ForeignKeyLookup(Staging staging, Pipeline pipeline, Fact fact, List<String> stored) {
        this.staging = staging;
        this.pipeline = pipeline;
        this.fact = fact;
        this.stored = List.copyOf(stored);
    }

    /** Adds a member for each staged key that its dimension has never seen; returns how many. */
    long infer(String asOf) throws SQLException {
        long inferred = 0;
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            inferred += Members.addInferred(
                    staging,
                    pipeline.warehouse().schema(),
                    pipeline.dimension(foreignKey.dimension()),
                    foreignKey,
                    asOf);
        }
        return inferred;
    }

    /** Resolves the facts that are there, of so many staged rows, and drops the columns that only look up a dimension. */
    void resolve(Manifest manifest, long staged) throws SQLException {
        StringBuilder select = new StringBuilder(Names.list("s", stored));
        StringBuilder lookups = new StringBuilder();
        List<String> gaps = new ArrayList<>(List.of("0"));
        for (ForeignKey foreignKey : fact.foreignKeys()) {
            String alias = "d" + fact.foreignKeys().indexOf(foreignKey);
            select.append(
                    ", coalesce(%s.sk, %s) AS %s".formatted(alias, Members.UNKNOWN, Names.quote(foreignKey.column())));
            gaps.add(
                    "CASE WHEN s.varve_at >= %1$s.valid_from AND s.varve_at < %1$s.valid_to OR %1$s.sk IS NULL THEN 0 ELSE 1 END"
                            .formatted(alias));
            lookups.append(lookup(foreignKey, alias));
        }
        staging.derive(
                staging.resolved(),
                staged,
                """
                SELECT %s, s.varve_effective_at, %s AS varve_gaps
                FROM (SELECT t.*, least(%s::timestamptz, ?::timestamptz) AS varve_at FROM %s t
                      WHERE varve_op = 'upsert') s %s
                """.formatted(
                        select, String.join(" + ", gaps), Names.quote(fact.eventTime()), staging.stage(), lookups),
                manifest.readPoint().minusNanos(1000));
    }

    /** The newest version that starts at or before the event, else the oldest one. */
    private String lookup(ForeignKey foreignKey, String alias) {
        Dimension dimension = pipeline.dimension(foreignKey.dimension());
        return """
               LEFT JOIN LATERAL (
                   (SELECT %1$s AS sk, d.valid_from, d.valid_to FROM %2$s d
                    WHERE %3$s AND d.valid_from <= s.varve_at ORDER BY d.valid_from DESC LIMIT 1)
                   UNION ALL
                   (SELECT %1$s AS sk, d.valid_from, d.valid_to FROM %2$s d
                    WHERE %3$s AND d.valid_from > s.varve_at ORDER BY d.valid_from LIMIT 1)
                   LIMIT 1) %4$s ON true
               """.formatted(
                        Names.quote(dimension.surrogateKey()),
                        new DimensionTable(pipeline.warehouse().schema(), dimension).valid(),
                        Names.equal("d", dimension.key(), "s", foreignKey.key()),
                        alias);
    }

    /** How many resolved foreign keys belong to an event that no version covers. */
    long gaps() throws SQLException {
        return fact.foreignKeys().isEmpty()
                ? 0
                : Sql.number(staging.connection(), "SELECT coalesce(sum(varve_gaps), 0) FROM " + staging.resolved());
    }
}
