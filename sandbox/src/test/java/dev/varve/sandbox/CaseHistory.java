package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.lake.TableManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * What {@link CaseDays} left behind, played once for all tests that look at it. Read points are written R1 to R6, and R0 and
 * R9 for the beginning and the end of time.
 */
final class CaseHistory {
    private final PipelineFixture fixture = PipelineFixture.fresh("stock_cases");
    private final List<List<String>> starByNight = new ArrayList<>();
    private final List<List<String>> lakeByNight = new ArrayList<>();
    private final List<List<String>> waiting = new ArrayList<>();

    private CaseHistory() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> FileUtils.deleteQuietly(fixture.folder().toFile())));
        for (int night = 1; night <= CaseDays.READ_POINTS.size(); night++) {
            CaseDays.play(fixture, night);
            if (night == 5) {
                lookAtWhatWaits();
            }
            starByNight.add(rows("""
                    SELECT 's ' || stock_id, sk_stock_id, company, valid_from || ' to ' || valid_to, is_inferred, loaded_as_of
                    FROM stock.stock_dim
                    UNION ALL SELECT 'u ' || user_id, sk_user_id, email, valid_from || ' to ' || valid_to, is_inferred, loaded_as_of
                    FROM stock.user_dim
                    UNION ALL SELECT 't ' || transaction_id, fk_stock_id, fk_user_id || ' x ' || quantity,
                                     coalesce(transaction_date::text, 'never') || ' ' || coalesce(source_deleted_at::text, 'alive'), false, loaded_as_of
                    FROM stock.transaction_fact
                    ORDER BY 1, 2
                    """));
            lakeByNight.add(fixture.lake().hashes("raw"));
        }
    }

    /** Manifests 4 and 5, which are loaded then. */
    private void lookAtWhatWaits() {
        waiting.add(everything());
        waiting.add(List.of(explain("stock_dim", "MOVE").out()));
        Outcome plan = fixture.run("plan", withoutUndo(), "--json");
        waiting.add(List.of(plan.out(), plan.err()));
        waiting.add(everything());
        Outcome load = run("load");
        assertThat(load.code()).as(load.err()).isZero();
    }

    /** The pipeline as its file says, but that no before-images are kept: a plan shows them all the same. */
    private String withoutUndo() {
        try {
            String yaml = Files.readString(Path.of("../pipelines/stock.yaml"));
            String changed = yaml.replace("  schema: stock\n", "  schema: stock\n  undo_days: 0\n");
            assertThat(changed).isNotEqualTo(yaml);
            return Files.writeString(fixture.folder().resolve("stock.yaml"), changed)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rows of the warehouse and all files of the lake. */
    private List<String> everything() {
        List<String> all = new ArrayList<>(fixture.lake().hashes("raw"));
        all.addAll(fixture.lake().hashes("processed"));
        all.addAll(Rows.of(fixture.warehouse(), """
                SELECT t::text FROM stock.stock_dim t UNION ALL SELECT t::text FROM stock.user_dim t
                UNION ALL SELECT t::text FROM stock.transaction_fact t UNION ALL SELECT t::text FROM varve.load t
                UNION ALL SELECT t::text FROM varve.load_table t UNION ALL SELECT t::text FROM varve.undo t
                UNION ALL SELECT t::text FROM varve.model t ORDER BY 1
                """));
        return all;
    }

    /** Before manifests 4 and 5 were loaded: warehouse and lake; what {@code explain} and {@code plan} said; both again. */
    List<List<String>> waiting() {
        return waiting;
    }

    private static final class Holder {
        private static final CaseHistory PLAYED = new CaseHistory();
    }

    static CaseHistory played() {
        return Holder.PLAYED;
    }

    /** Who changes something puts it back. */
    PipelineFixture fixture() {
        return fixture;
    }

    /** A stock's versions as they are in the end. */
    List<String> stock(String id) {
        return versions("company, price", "stock_dim", "stock_id = '" + id + "'");
    }

    /** A user's versions as they are in the end. */
    List<String> user(int id) {
        return versions("email", "user_dim", "user_id = " + id);
    }

    List<String> versions(String columns, String dimension, String condition) {
        return rows("""
                SELECT %s, valid_from || ' to ' || valid_to,
                       CASE WHEN is_inferred THEN 'inferred' WHEN is_current THEN 'current' WHEN is_deleted THEN 'deleted'
                            ELSE 'replaced' END,
                       valid_from_precision, loaded_as_of
                FROM stock.%s WHERE %s ORDER BY valid_from
                """.formatted(columns, dimension, condition));
    }

    /** Rows of the warehouse as text. */
    List<String> rows(String sql) {
        return Rows.of(fixture.warehouse(), sql).stream()
                .map(CaseHistory::withReadPoints)
                .toList();
    }

    /** Rows of both dimensions and of the fact as they were after a night. */
    List<String> star(int night) {
        return starByNight.get(night - 1);
    }

    /** The files of the raw zone after a night. */
    List<String> lake(int night) {
        return lakeByNight.get(night - 1);
    }

    TableManifest table(int night, String name) {
        return fixture.history("stock")
                .entries()
                .get(night - 1)
                .manifest()
                .table(name)
                .orElseThrow();
    }

    /** What {@code explain stock} does with these arguments. */
    Outcome explain(String... args) {
        return run("explain", args);
    }

    /** What a command does with the pipeline and these arguments. */
    Outcome run(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command, "stock", "--pipelines", "../pipelines"));
        all.addAll(List.of(args));
        return fixture.run(all.toArray(String[]::new));
    }

    Connection warehouse() {
        return fixture.warehouse();
    }

    /** What the command {@code status} says. */
    String status() {
        return run("status").out();
    }

    private static String withReadPoints(String row) {
        String text = row.replace("1900-01-01 00:00:00", "R0")
                .replace("9999-12-31 00:00:00", "R9")
                .replace("+00", "");
        for (int night = 1; night <= CaseDays.READ_POINTS.size(); night++) {
            text = text.replace(CaseDays.READ_POINTS.get(night - 1), "R" + night);
        }
        return text;
    }
}
