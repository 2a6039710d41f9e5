package dev.varve.warehouse;

import dev.varve.lake.ProcessedZone;
import dev.varve.model.ModelRow;
import dev.varve.model.VersionFold;
import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.ForeignKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The versions that a dimension must have, in a temporary table of its columns less the surrogate key: what manifests asked of
 * each key, folded. The warehouse compares values, in its own types; {@link VersionFold} alone says what follows.
 */
final class ExpectedVersions {
    private static final String CONTROL = "varve_member, varve_row, valid_from, valid_to, is_current, is_deleted,"
            + " is_inferred, valid_from_precision, loaded_as_of";

    private final Connection connection;
    private final Dimension dimension;
    private final AskedRows asked;
    private final List<String> attributes;

    ExpectedVersions(Connection connection, Dimension dimension, AskedRows asked) {
        this.connection = connection;
        this.dimension = dimension;
        this.asked = asked;
        this.attributes = asked.modelColumns().stream()
                .filter(column -> !dimension.key().contains(column))
                .toList();
    }

    List<String> attributes() {
        return attributes;
    }

    /** Adds the keys that facts mention: each needs a member from its first fact on. */
    void mention(ForeignKey foreignKey, AskedRows facts) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO %1$s (%2$s, %3$s, %4$s)
                SELECT min(%2$s), ?, %5$s FROM %6$s WHERE %3$s = ? AND %7$s GROUP BY %5$s
                """.formatted(
                                asked.name(),
                                ProcessedZone.MANIFEST,
                                ModelRow.OP,
                                Names.list(dimension.key()),
                                Names.list(foreignKey.key()),
                                facts.name(),
                                Names.each(foreignKey.key(), name -> Names.quote(name) + " IS NOT NULL", " AND ")),
                AskedRows.MENTION,
                ModelRow.Op.UPSERT.word());
    }

    /** Folds what was asked into a table of that name. */
    void fold(String name, Map<Integer, String> labels, LongConsumer progress) throws SQLException {
        String folded = name + "_folded";
        TemporaryTables.drop(connection, folded);
        Sql.update(connection, """
                CREATE TEMPORARY TABLE %s (varve_member bigint, varve_row bigint, valid_from timestamptz, valid_to timestamptz,
                    is_current boolean, is_deleted boolean, is_inferred boolean, valid_from_precision text, loaded_as_of text)
                ON COMMIT DROP
                """.formatted(folded));
        new KeyByKey(connection, folded, CONTROL, progress)
                .run(query(), () -> new OneKey(labels, new VersionFold(dimension.type())));
        TemporaryTables.drop(connection, name);
        Sql.update(connection, """
                CREATE TEMPORARY TABLE %1$s ON COMMIT DROP AS
                SELECT %2$s, v.*
                FROM %3$s v JOIN %4$s m ON m.varve_id = v.varve_member LEFT JOIN %4$s a ON a.varve_id = v.varve_row
                """.formatted(
                        name,
                        attributes.isEmpty()
                                ? Names.list("m", dimension.key())
                                : Names.list("m", dimension.key()) + ", " + Names.list("a", attributes),
                        folded,
                        asked.name()));
        Sql.update(connection, "ANALYZE " + name);
        TemporaryTables.drop(connection, folded);
        TemporaryTables.drop(connection, asked.name());
    }

    /** Key by key in order; the rows that only mention a key come last in a manifest and are compared with nothing. */
    private String query() {
        List<String> tracked = dimension.tracked().orElse(attributes);
        String changed = tracked.isEmpty()
                ? "false"
                : "(%s) IS DISTINCT FROM (%s)"
                        .formatted(
                                Names.list(tracked),
                                Names.each(tracked, name -> "lag(" + Names.quote(name) + ") OVER asked", ", "));
        return """
               SELECT varve_id, %1$s, %2$s, %3$s, %4$s, %5$s AS varve_changed, row_number() OVER ordered = 1 AS %6$s
               FROM %7$s
               WINDOW asked AS (PARTITION BY %8$s, %2$s = '%9$s' ORDER BY %1$s, %10$s),
                      ordered AS (PARTITION BY %8$s ORDER BY %1$s, %2$s = '%9$s', %10$s)
               ORDER BY %8$s, %1$s, %2$s = '%9$s', %10$s
               """.formatted(
                        ProcessedZone.MANIFEST,
                        ModelRow.OP,
                        ModelRow.EFFECTIVE_AT,
                        ModelRow.PRECISION,
                        changed,
                        KeyByKey.FIRST,
                        asked.name(),
                        Names.list(dimension.key()),
                        AskedRows.MENTION,
                        ModelRow.POSITION);
    }

    /** One key's fold, between the warehouse's rows and {@link VersionFold}. */
    private record OneKey(Map<Integer, String> labels, VersionFold fold) implements KeyByKey.Fold {
        @Override
        public void take(ResultSet row) throws SQLException {
            String ask = row.getString(ModelRow.OP).toUpperCase(Locale.ROOT);
            Instant at = Optional.ofNullable(row.getObject(ModelRow.EFFECTIVE_AT, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)
                    .orElse(Instant.EPOCH); // of a mention, which has no time
            fold.take(new VersionFold.Event(
                    VersionFold.Ask.valueOf(ask),
                    row.getLong(TypedTable.ID),
                    row.getBoolean("varve_changed"),
                    at,
                    String.valueOf(row.getString(ModelRow.PRECISION)),
                    labels.getOrDefault(row.getInt(ProcessedZone.MANIFEST), "")));
        }

        @Override
        public List<Row> result() {
            return fold.versions().stream().map(OneKey::row).toList();
        }

        private static Row row(VersionFold.Version version) {
            return RowFactory.create(
                    version.member(),
                    version.attributes().orElse(null),
                    version.from(),
                    version.to(),
                    version.state() == VersionFold.State.CURRENT || version.state() == VersionFold.State.INFERRED,
                    version.state() == VersionFold.State.DELETED,
                    version.state() == VersionFold.State.INFERRED,
                    version.precision(),
                    version.loadedAsOf());
        }
    }
}
