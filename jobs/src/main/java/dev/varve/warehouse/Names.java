package dev.varve.warehouse;

import dev.varve.source.PostgresTypes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Identifiers in Postgres's quotes; the only way that a name gets into a statement. */
final class Names {
    private Names() {}

    static String quote(String identifier) {
        return PostgresTypes.quote(identifier);
    }

    static String qualified(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }

    /** {@code "a", "b"}. */
    static String list(List<String> names) {
        return each(names, Names::quote, ", ");
    }

    /** {@code s."a", s."b"}. */
    static String list(String alias, List<String> names) {
        return each(names, name -> alias + "." + quote(name), ", ");
    }

    /** {@code l."a" = r."a" AND ...}. */
    static String equal(String left, String right, List<String> names) {
        return equal(left, names, right, names);
    }

    /** {@code l."a" = r."x" AND ...}, name by name. */
    static String equal(String left, List<String> leftNames, String right, List<String> rightNames) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < leftNames.size(); i++) {
            sql.append(i == 0 ? "" : " AND ")
                    .append(left + "." + quote(leftNames.get(i)))
                    .append(" = ")
                    .append(right + "." + quote(rightNames.get(i)));
        }
        return sql.toString();
    }

    /** Whether any of the columns differs, NULLs counted as values; false for no columns. */
    static String differ(String left, String right, List<String> names) {
        return names.isEmpty() ? "false" : "(" + list(left, names) + ") IS DISTINCT FROM (" + list(right, names) + ")";
    }

    /** Applies a template to every name and joins the results. */
    static String each(List<String> names, Function<String, String> template, String separator) {
        return names.stream().map(template).collect(Collectors.joining(separator));
    }
}
