package dev.varve.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.Pipeline;
import dev.varve.pipeline.PipelineReader;
import dev.varve.pipeline.Variables;
import dev.varve.pipeline.VarveException;
import dev.varve.warehouse.ModelHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A small pipeline that stands at its first load, and the rules for every command that it is then refused. */
final class Shop implements AutoCloseable {
    private final PipelineFixture fixture;
    private final String yaml;

    private Shop(PipelineFixture fixture, String yaml) {
        this.fixture = fixture;
        this.yaml = yaml;
    }

    /** Three items, loaded as of 2026-03-01. */
    static Shop open(String name) {
        return open(PipelineFixture.fresh(name));
    }

    /** The same in a fixture where nothing is yet. */
    static Shop open(PipelineFixture fixture) {
        Shop shop = new Shop(fixture, resource("/pipelines/shop.yaml"));
        fixture.variables().put("SHOP_MIGRATIONS", path("/pipelines/shop-migrations"));
        Rows.execute(
                fixture.source(),
                "CREATE TABLE Item (item_id INT PRIMARY KEY, twin INT, code INT, name VARCHAR(40), price DECIMAL(8,2))",
                "INSERT INTO Item VALUES (1, 77, 1, 'Bolt', 1), (2, 77, NULL, 'Nut', 2), (3, 3, NULL, 'Gear', 3)");
        Outcome first = fixture.run("run", shop.file("shop"), "--now", "2026-03-02T00:30:00Z");
        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        return shop;
    }

    PipelineFixture fixture() {
        return fixture;
    }

    /** The pipeline file as it should be. */
    String file(String name) {
        return write(name, yaml);
    }

    /**
     * The pipeline file with parts of its text replaced: each text is followed by its replacement. If its models are others, the
     * ledger is told that they are those that were loaded.
     */
    String changed(String name, String... replacements) {
        String changed = yaml;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(changed).contains(replacements[i]);
            changed = changed.replace(replacements[i], replacements[i + 1]);
        }
        return write(name, changed);
    }

    /** As {@link #refused}, while a variable has another value. */
    String refusedWith(String variable, String value, int code, String... args) {
        String real = Objects.requireNonNull(fixture.variables().put(variable, value));
        try {
            return refused(code, args);
        } finally {
            fixture.variables().put(variable, real);
        }
    }

    /**
     * Runs a command that must be refused: with one line that says why and no trace, without telling a password to anybody,
     * and with lake and warehouse left as they were.
     *
     * @return that line
     */
    String refused(int code, String... args) {
        List<String> lines = refusedInLines(code, args);
        assertThat(lines).singleElement().asString().startsWith("varve: Cannot ");
        return lines.get(0);
    }

    /** As {@link #refused}, where the lake keeps debris that no manifest names, or another run is writing it. */
    String refusedBesideDebris(int code, String... args) {
        List<String> lines = refusedInLines("raw/shop/manifests", code, args);
        assertThat(lines).singleElement().asString().startsWith("varve: Cannot ");
        return lines.get(0);
    }

    /** As {@link #refused}, where what was read is put aside. */
    String refusedIntoQuarantine(int code, String... args) {
        List<String> lake = besideQuarantine();
        List<String> lines = refusedInLines("raw/shop/manifests", code, args);
        assertThat(besideQuarantine()).isEqualTo(lake);
        assertThat(lines).singleElement().asString().startsWith("varve: Cannot ");
        return lines.get(0);
    }

    private List<String> besideQuarantine() {
        return fixture.lake().hashes("raw").stream()
                .filter(file -> !file.startsWith("raw/shop/quarantine/"))
                .toList();
    }

    /** As {@link #refused}, for bad usage, which is told in two lines. */
    List<String> refusedInLines(int code, String... args) {
        return refusedInLines("raw", code, args);
    }

    private List<String> refusedInLines(String untouched, int code, String... args) {
        List<String> lake = fixture.lake().hashes(untouched);
        List<String> warehouse = warehouse();
        Outcome outcome = fixture.run(args);
        assertThat(outcome.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertNoPassword(outcome.out() + outcome.err() + log());
        assertThat(fixture.lake().hashes(untouched)).isEqualTo(lake);
        assertThat(warehouse()).isEqualTo(warehouse);
        return outcome.err().lines().toList();
    }

    private void assertNoPassword(String text) {
        for (String name : List.of("STOCK_SOURCE_PASSWORD", "WAREHOUSE_PASSWORD")) {
            assertThat(text.contains(Objects.requireNonNull(fixture.variables().get(name))))
                    .as("shows " + name)
                    .isFalse();
        }
        for (var password :
                List.of(TestServers.shared().source(), TestServers.shared().warehouse())) {
            assertThat(text.contains(password.password().reveal()))
                    .as("shows the password of " + password)
                    .isFalse();
        }
    }

    /** Every row of the dimension and of the ledger. */
    List<String> warehouse() {
        return Rows.of(fixture.warehouse(), """
                SELECT d::text FROM shop.item_dim d UNION ALL SELECT l::text FROM varve.load l
                UNION ALL SELECT t::text FROM varve.load_table t ORDER BY 1
                """);
    }

    static String log() {
        return read(Path.of(System.getProperty("varve.logs", ".varve/logs"), "varve.log"));
    }

    private String write(String name, String text) {
        try {
            Path file = Files.writeString(fixture.folder().resolve(name + ".yaml"), text);
            adopt(file);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the ledger that the rows were loaded with the models of a file: it would refuse others before it looks at them. */
    private void adopt(Path file) {
        if (Rows.number(fixture.warehouse(), "SELECT count(to_regclass('varve.model'))") > 0) {
            try {
                Pipeline pipeline = PipelineReader.read(file, Variables.of(Map.of(), fixture.variables()));
                ModelHash.of(pipeline)
                        .forEach((table, hash) -> Rows.execute(
                                fixture.warehouse(),
                                "UPDATE varve.model SET sha256 = '" + hash + "' WHERE pipeline = '" + pipeline.name()
                                        + "' AND table_name = '" + table + "'"));
            } catch (VarveException e) {
                assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE); // a file that no command can read either
            }
        }
    }

    private static String resource(String name) {
        return read(Path.of(path(name)));
    }

    private static String path(String resource) {
        return Objects.requireNonNull(Shop.class.getResource(resource)).getPath();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        fixture.close();
    }
}
