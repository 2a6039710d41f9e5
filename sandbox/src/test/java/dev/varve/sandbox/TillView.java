package dev.varve.sandbox;

import dev.varve.lake.History;
import dev.varve.lake.LakeTables;
import dev.varve.lake.Layout;
import dev.varve.lake.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** What readers see of {@link Till} as text, without what no two runs have in common: run ids, surrogate keys, load times. */
final class TillView {
    private static final List<String> TABLES = List.of("Item", "Sale");
    private static final List<String> WAREHOUSE_TABLES = List.of("item_dim", "sale_fact");

    private TillView() {}

    /** Every row of the warehouse, the ledger's among them; a fact with the key and the start of the version behind it. */
    static List<String> warehouse(PipelineFixture fixture) {
        return Rows.of(fixture.warehouse(), """
                SELECT 'item', (to_jsonb(d) - 'sk_item')::text FROM till.item_dim d
                UNION ALL SELECT 'sale', (to_jsonb(f) - 'fk_item')::text || ' of ' || d.item_id || ' from ' || d.valid_from
                FROM till.sale_fact f JOIN till.item_dim d ON d.sk_item = f.fk_item
                UNION ALL SELECT 'load', (to_jsonb(l) - 'run_id' - 'manifest_sha256' - 'loaded_at')::text FROM varve.load l
                UNION ALL SELECT 'load of table', to_jsonb(t)::text FROM varve.load_table t
                UNION ALL SELECT 'undo', concat_ws(' ', number, table_name, change, count(*))
                FROM varve.undo GROUP BY number, table_name, change
                UNION ALL SELECT 'model', to_jsonb(m)::text FROM varve.model m
                ORDER BY 1, 2
                """);
    }

    /** How many manifests the warehouse holds by its ledger. */
    static int loaded(PipelineFixture fixture) {
        return (int) Rows.number(fixture.warehouse(), "SELECT count(*) FROM varve.load");
    }

    /** How many manifests the lake has. */
    static int ingested(PipelineFixture fixture) {
        return fixture.history("till").entries().size();
    }

    /** Each manifest, and of each table the state and the newest layer. */
    static List<String> lake(PipelineFixture fixture) {
        Layout layout = fixture.layout("till");
        LakeTables lake = new LakeTables(Sessions.open(layout), layout);
        History history = fixture.history("till");
        List<String> seen = new ArrayList<>();
        history.entries().stream()
                .map(History.Entry::manifest)
                .forEach(manifest -> seen.add(manifest.toString().replace(manifest.runId(), "a run")));
        for (String table : TABLES) {
            lake.state(history, table).ifPresent(state -> seen.addAll(rows("state of " + table, state)));
            history.last()
                    .flatMap(last -> lake.layer(last, table))
                    .ifPresent(layer -> seen.addAll(rows("layer of " + table, layer)));
        }
        return seen;
    }

    /** The rows of every manifest in the processed zone. */
    static List<String> processed(PipelineFixture fixture) {
        Layout layout = fixture.layout("till");
        SparkSession spark = Sessions.open(layout);
        return WAREHOUSE_TABLES.stream()
                .flatMap(table -> rows(table, spark.read().format("delta").load(layout.processed(table))).stream())
                .toList();
    }

    private static List<String> rows(String what, Dataset<?> rows) {
        return rows.toJSON().collectAsList().stream()
                .map(row -> what + " " + row)
                .sorted()
                .toList();
    }
}
