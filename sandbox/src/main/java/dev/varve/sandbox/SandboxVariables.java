package dev.varve.sandbox;

import dev.varve.pipeline.VariableProvider;
import dev.varve.pipeline.VarveException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Offers the running sandbox to pipelines whose variables nobody set; offers nothing while it is down. */
public final class SandboxVariables implements VariableProvider {
    private static final String LAKE_RAW = "LAKE_RAW";
    private static final String LAKE_PROCESSED = "LAKE_PROCESSED";

    private final SandboxDirectory directory;

    /** For the ServiceLoader: the sandbox of this checkout. */
    public SandboxVariables() {
        this(SandboxDirectory.ofProcess());
    }

    SandboxVariables(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Map<String, String> variables() {
        return ready().map(state -> of(directory, state)).orElse(Map.of());
    }

    /** As if the sandbox's lake were at this place. */
    public Map<String, String> variables(SandboxLake lake) {
        return ready().map(state -> of(directory, state.with(lake))).orElse(Map.of());
    }

    private Optional<SandboxState> ready() {
        return readable().filter(SandboxState::ready);
    }

    /** Commands that need no sandbox must not fail because of one: the sandbox's own commands name the reason. */
    private Optional<SandboxState> readable() {
        try {
            return SandboxState.read(directory.stateFile());
        } catch (VarveException e) {
            return Optional.empty();
        }
    }

    static Map<String, String> of(SandboxDirectory directory, SandboxState state) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("STOCK_SOURCE_URL", mysqlUrl(state));
        variables.put("STOCK_SOURCE_USER", ServerAccount.USER);
        variables.put("STOCK_SOURCE_PASSWORD", state.mysql().password());
        variables.put("WAREHOUSE_URL", postgresUrl(state));
        variables.put("WAREHOUSE_USER", ServerAccount.USER);
        variables.put("WAREHOUSE_PASSWORD", state.postgres().password());
        variables.putAll(lake(directory, state));
        variables.put("MYSQL_HOST", "127.0.0.1");
        variables.put("MYSQL_TCP_PORT", Integer.toString(state.mysql().port()));
        variables.put("MYSQL_USER", ServerAccount.USER);
        variables.put("MYSQL_PWD", state.mysql().password());
        variables.put("PGHOST", "127.0.0.1");
        variables.put("PGPORT", Integer.toString(state.postgres().port()));
        variables.put("PGUSER", ServerAccount.USER);
        variables.put("PGPASSWORD", state.postgres().password());
        variables.put("PGDATABASE", "warehouse");
        return Collections.unmodifiableMap(variables);
    }

    private static Map<String, String> lake(SandboxDirectory directory, SandboxState state) {
        return switch (state.lake()) {
            case disk -> Map.of(LAKE_RAW, directory.lake("raw"), LAKE_PROCESSED, directory.lake("processed"));
            case s3 -> {
                Map<String, String> variables = new LinkedHashMap<>();
                variables.put(LAKE_RAW, "s3a://" + S3Account.RAW_BUCKET);
                variables.put(LAKE_PROCESSED, "s3a://" + S3Account.PROCESSED_BUCKET);
                variables.putAll(state.s3().variables());
                yield variables;
            }
        };
    }

    static String mysqlUrl(SandboxState state) {
        return "jdbc:mysql://127.0.0.1:" + state.mysql().port() + "/stock";
    }

    static String postgresUrl(SandboxState state) {
        return "jdbc:postgresql://127.0.0.1:" + state.postgres().port() + "/warehouse";
    }
}
