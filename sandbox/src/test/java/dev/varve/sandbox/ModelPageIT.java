package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.datagen.StockSchema;
import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.WarehouseSettings;
import dev.varve.warehouse.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/model.md shows what servers have once the SQL was run on them: tables, columns, types, keys and views. */
class ModelPageIT {
    private static final Path PAGE = Path.of("..", "docs", "model.md");
    private static final Pattern DIAGRAM =
            Pattern.compile("(?ms)^```mermaid\nerDiagram\n +%% warehouse-ddl/(\\S+)\n(.*?)^```$");
    private static final Pattern ENTITY = Pattern.compile("(?ms)^ +(\\w+) \\{\n(.*?)^ +}$");
    /** A drawn through line is a foreign key; what no constraint keeps is dotted. */
    private static final Pattern REFERENCE = Pattern.compile("(?m)^ +(\\w+) \\S+--\\S+ (\\w+) :");

    private static final Pattern VIEW = Pattern.compile("(?m)^\\| `(\\w+\\.\\w+)` \\|.*\\| (`.*`) \\|$");

    /** As the diagrams call them. */
    private static final Map<String, String> TYPES =
            Map.of("character varying", "varchar", "timestamp with time zone", "timestamptz");

    private static PipelineFixture fixture;

    @BeforeAll
    static void create() {
        fixture = PipelineFixture.fresh("model_page");
        StockSchema.create(fixture.source());
        Endpoint server = TestServers.shared().warehouse();
        String url = Objects.requireNonNull(fixture.variables().get("WAREHOUSE_URL"));
        Endpoint warehouse = new Endpoint(url, server.user(), server.password());
        assertThat(Migrations.apply(new WarehouseSettings(warehouse, "stock", Optional.empty())))
                .isPositive();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    static List<MatchResult> diagrams() throws IOException {
        return DIAGRAM.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void thereIsADiagramOfSourceWarehouseAndLedger() throws IOException {
        assertThat(diagrams())
                .extracting(diagram -> diagram.group(1))
                .containsExactly("source/stock/schema.sql", "warehouse/stock", "warehouse/varve");
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void aDiagramShowsEveryTableColumnByColumn(MatchResult diagram) {
        Map<String, List<String>> drawn = new TreeMap<>();
        ENTITY.matcher(diagram.group(2))
                .results()
                .forEach(entity -> drawn.put(
                        entity.group(1),
                        entity.group(2).lines().map(String::strip).toList()));

        assertThat(drawn).isEqualTo(Schema.of(diagram).tables()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void aDiagramShowsEveryForeignKeyAsALine(MatchResult diagram) throws SQLException {
        Set<String> drawn = REFERENCE
                .matcher(diagram.group(2))
                .results()
                .map(line -> line.group(1) + " " + line.group(2))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(drawn).isEqualTo(Schema.of(diagram).references()).isNotEmpty();
    }

    @Test
    void everyViewAndItsColumnsAreListed() throws IOException {
        String section = Files.readString(PAGE).split("\n## Views\n", 2)[1].split("\n## ", 2)[0];
        Map<String, List<String>> listed = new TreeMap<>();
        VIEW.matcher(section)
                .results()
                .forEach(view -> listed.put(
                        view.group(1), List.of(view.group(2).replace("`", "").split(", "))));

        assertThat(listed).isEqualTo(grouped(Rows.of(fixture.warehouse(), """
                        SELECT v.table_schema || '.' || v.table_name, c.column_name
                        FROM information_schema.views v
                        JOIN information_schema.columns c USING (table_schema, table_name)
                        WHERE v.table_schema IN ('stock', 'varve') ORDER BY 1, c.ordinal_position
                        """))).isNotEmpty();
    }

    /** Lines {@code name | value} by name. */
    private static Map<String, List<String>> grouped(List<String> rows) {
        return rows.stream()
                .map(row -> row.split(" \\| ", 2))
                .collect(Collectors.groupingBy(
                        row -> row[0], TreeMap::new, Collectors.mapping(row -> row[1], Collectors.toList())));
    }

    /** What a server says of the tables of a schema, Flyway's own left out; a schema of MariaDB is a database. */
    private record Schema(Connection connection, String name) {
        static Schema of(MatchResult diagram) {
            Path place = Path.of(diagram.group(1));
            return place.startsWith("source")
                    ? new Schema(
                            fixture.source(),
                            Rows.of(fixture.source(), "SELECT DATABASE()").get(0))
                    : new Schema(fixture.warehouse(), place.getFileName().toString());
        }

        /** By table, each column as a diagram has it: type, name, key. */
        Map<String, List<String>> tables() {
            Set<String> primary = keys("PRIMARY KEY");
            Set<String> foreign = keys("FOREIGN KEY");
            return grouped(rows("""
                            SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
                            JOIN information_schema.tables t
                              ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                            WHERE c.table_schema = '%s' AND t.table_type = 'BASE TABLE'
                              AND c.table_name <> 'flyway_schema_history'
                            ORDER BY c.table_name, c.ordinal_position
                            """).stream()
                    .map(row -> row.split(" \\| "))
                    .map(row -> {
                        String column = row[0] + " | " + row[1];
                        // A column of both is marked as what makes the row its own.
                        String key = primary.contains(column) ? " PK" : foreign.contains(column) ? " FK" : "";
                        return row[0] + " | " + TYPES.getOrDefault(row[2], row[2]) + " " + row[1] + key;
                    })
                    .toList());
        }

        private Set<String> keys(String type) {
            return Set.copyOf(rows("""
                    SELECT k.table_name, k.column_name FROM information_schema.table_constraints t
                    JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema
                      AND k.constraint_name = t.constraint_name AND k.table_name = t.table_name
                    WHERE t.table_schema = '%s' AND t.constraint_type = '""" + type + "'"));
        }

        /** The table that is pointed to, and the one that points to it. */
        Set<String> references() throws SQLException {
            Set<String> references = new TreeSet<>();
            for (String table : new ArrayList<>(tables().keySet())) {
                try (ResultSet keys = connection.getMetaData().getImportedKeys(connection.getCatalog(), name, table)) {
                    while (keys.next()) {
                        references.add(keys.getString("PKTABLE_NAME") + " " + table);
                    }
                }
            }
            return references;
        }

        private List<String> rows(String sql) {
            return Rows.of(connection, sql.replace("%s", name));
        }
    }
}
