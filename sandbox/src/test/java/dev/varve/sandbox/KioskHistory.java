package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.Endpoint;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.run.Engine;
import dev.varve.run.RunEvents;
import dev.varve.warehouse.WarehouseConnections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.io.FileUtils;

/** What {@link KioskDays} left behind, played once for all tests, which work on copies of the warehouse. */
final class KioskHistory {
    /** Every column of every row, and the ledger. */
    private static final String EVERYTHING = """
            SELECT 'i ' || i::text FROM kiosk.item_dim i UNION ALL SELECT 's ' || s::text FROM kiosk.sale_fact s
            UNION ALL SELECT 'l ' || l::text FROM varve.load l UNION ALL SELECT 't ' || t::text FROM varve.load_table t
            UNION ALL SELECT 'u ' || u.number || ' ' || u.position || ' ' || u.before FROM varve.undo u ORDER BY 1
            """;

    /** Without what differs between two loads of the same manifests: surrogate keys, load times, the user's own columns. */
    private static final String MEANING = """
            SELECT concat_ws(' | ', 'i', item_id, name, price, valid_from, valid_to, is_current, is_deleted, is_inferred,
                             valid_from_precision, loaded_as_of) FROM kiosk.item_dim
            UNION ALL
            SELECT concat_ws(' | ', 's', "Sale No", line, i.item_id, i.valid_from, quantity, sold_at, source_deleted_at,
                             s.loaded_as_of)
            FROM kiosk.sale_fact s JOIN kiosk.item_dim i ON i.sk_item = s.fk_item
            UNION ALL SELECT 'l ' || (to_jsonb(l) - 'loaded_at' - 'undo')::text FROM varve.load l
            UNION ALL SELECT 't ' || t::text FROM varve.load_table t ORDER BY 1
            """;

    private static final List<String> EXOTIC = List.of(
            "digits = 100.00, float8 = 0.1, float4 = 1e-7, bytes = '\\x00ff5c22', instant = '2026-03-01 23:59:59.999999+00',"
                    + " local = '2026-03-29 02:30:00.000001', day = '0044-03-15 BC', time_of_day = '23:59:59.5+07',"
                    + " span = '-1 mons +2 days -00:00:00.000001', document = '{\"b\" : 1,  \"a\":[1.00, null]}',"
                    + " binary_document = '{\"n\": 1.00}', texts = ARRAY['it''s', '\"\\', NULL, '', E'\\n\\t{}'],"
                    + " period = '[2026-03-01 00:00+00,2026-03-02 00:00+00)', id = '0d5ee0a9-7a43-4f0f-8ac4-e1b5f9c1e0a7',"
                    + " network = '10.0.0.0/8', letters = 'a' WHERE item_id = 1",
            "digits = 'NaN', float8 = 'Infinity', float4 = 'NaN', bytes = '', instant = 'infinity', local = '-infinity',"
                    + " day = 'infinity', texts = '{}', period = 'empty'"
                    + " WHERE item_id = 2",
            "digits = 12345678901234567890.12345678901234567890, float8 = '-0', float4 = '-Infinity',"
                    + " instant = '1900-01-01 00:00:00.1+00', texts = ARRAY[E'\\\\N', 'null'] WHERE item_id = 3");

    private final PipelineFixture fixture = PipelineFixture.fresh("kiosk");
    private final List<List<String>> byDay = new ArrayList<>();
    private final List<String> meaning;
    private int copies;

    private KioskHistory() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> FileUtils.deleteQuietly(fixture.folder().toFile())));
        for (int day = 1; day <= KioskDays.LABELS.size(); day++) {
            KioskDays.change(fixture, day);
            Outcome night = fixture.run("run", file(), "--now", KioskDays.night(day));
            assertThat(night.err()).isEmpty();
            assertThat(night.code()).isZero();
            if (day == 1) {
                EXOTIC.forEach(values -> Rows.execute(fixture.warehouse(), "UPDATE kiosk.item_dim SET " + values));
            }
            byDay.add(Rows.of(fixture.warehouse(), EVERYTHING));
            if (day == 2) { // what stands in a row later is not what is restored
                Rows.execute(
                        fixture.warehouse(),
                        "UPDATE kiosk.item_dim SET digits = NULL, float8 = NULL, bytes = NULL, texts = NULL, document = NULL");
                byDay.set(1, Rows.of(fixture.warehouse(), EVERYTHING));
            }
        }
        meaning = Rows.of(fixture.warehouse(), MEANING);
        try {
            fixture.warehouse().close(); // a database is copied while nobody is connected to it
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        private static final KioskHistory PLAYED = new KioskHistory();
    }

    static KioskHistory played() {
        return Holder.PLAYED;
    }

    static String file() {
        return KioskDays.pipelineFile().toString();
    }

    /** Another pipeline file beside the real one, with parts of its text replaced. */
    String changed(String name, String... replacements) {
        try {
            String yaml = Files.readString(KioskDays.pipelineFile())
                    .replace(
                            "kiosk-migrations",
                            KioskDays.pipelineFile()
                                    .resolveSibling("kiosk-migrations")
                                    .toString());
            for (int i = 0; i < replacements.length; i += 2) {
                assertThat(yaml).contains(replacements[i]);
                yaml = yaml.replace(replacements[i], replacements[i + 1]);
            }
            Path file = fixture.folder().resolve(name + ".yaml");
            return Files.writeString(file, yaml).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every column of every row after a day, from 1. */
    List<String> everything(int day) {
        return byDay.get(day - 1);
    }

    /** The rows after the last day, surrogate keys and load times aside. */
    List<String> meaning() {
        return meaning;
    }

    /** A copy of the warehouse as it is after the last day, over the same lake. */
    Copy copy() {
        return database("it_kiosk", Map.of());
    }

    /** An empty warehouse over the same lake, with a processed zone of its own, for a pipeline that declares other tables. */
    Copy empty() {
        String processed = Objects.requireNonNull(fixture.variables().get("LAKE_PROCESSED"));
        return database("template1", Map.of("LAKE_PROCESSED", processed + "/of-others"));
    }

    private Copy database(String template, Map<String, String> variables) {
        String name = "it_kiosk_" + ++copies;
        Endpoint server = TestServers.shared().warehouse();
        try (Connection connection = WarehouseConnections.open(server)) {
            Rows.execute(
                    connection, "DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name + " TEMPLATE " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String url =
                Objects.requireNonNull(fixture.variables().get("WAREHOUSE_URL")).replaceFirst("/[^/]*$", "/" + name);
        Map<String, String> own = new HashMap<>(variables);
        own.put("WAREHOUSE_URL", url);
        return new Copy(own, WarehouseConnections.open(new Endpoint(url, server.user(), server.password())));
    }

    /** A copy of the warehouse. */
    final class Copy implements AutoCloseable {
        private final Map<String, String> own;
        private final Connection connection;

        private Copy(Map<String, String> own, Connection connection) {
            this.own = own;
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Runs a command on it. */
        Outcome run(String... args) {
            Map<String, String> real = new HashMap<>(fixture.variables());
            fixture.variables().putAll(own);
            try {
                return fixture.run(args);
            } finally {
                fixture.variables().putAll(real);
            }
        }

        /** Runs a command that must change nothing, and returns what it said. */
        Outcome idle(int code, String... args) {
            List<String> before = everything();
            Outcome outcome = run(args);
            assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(code);
            assertThat(everything()).isEqualTo(before);
            return outcome;
        }

        /** The engine on it. */
        Engine engine(RunEvents events) {
            return engine(file(), events);
        }

        /** The same with another pipeline file. */
        Engine engine(String file, RunEvents events) {
            Map<String, String> variables = new HashMap<>(fixture.variables());
            variables.putAll(own);
            return new Engine(
                    PipelineReader.read(Path.of(file), Variables.of(Map.of(), variables)), Clock.systemUTC(), events);
        }

        List<String> everything() {
            return Rows.of(connection, EVERYTHING);
        }

        /** Every column of every row, without the ledger. */
        List<String> rows() {
            return Rows.of(
                    connection,
                    "SELECT i::text FROM kiosk.item_dim i UNION ALL SELECT s::text FROM kiosk.sale_fact s ORDER BY 1");
        }

        /** Makes its ledger one of the version that kept no before-images. */
        void asBeforeUndo() {
            Rows.execute(
                    connection,
                    "DROP TABLE varve.undo, varve.model, varve.table_status, varve.approved_delete",
                    "ALTER TABLE varve.load DROP COLUMN undo",
                    "DELETE FROM varve.flyway_schema_history WHERE version::int > 1");
        }

        List<String> meaning() {
            return Rows.of(connection, MEANING);
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
