package dev.varve.warehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The rows of a VALUES list, {@code (position, kind, holds, detail)}, that say of one expected row {@code e} and one that is there,
 * {@code a}, which kinds of difference there are between them. Words are bound, in order.
 *
 * @param place columns that tell a row from others of its key
 * @param rows the list so far
 * @param words to bind
 */
record DifferenceKinds(List<String> place, List<String> rows, List<Object> words) {
    DifferenceKinds(List<String> place) {
        this(place, new ArrayList<>(), new ArrayList<>());
    }

    /** A row that is expected and not there. */
    void addMissing(String kind, List<String> columns) {
        String start = start(kind, "a.varve_there IS NULL");
        words.add("expected ");
        rows.add(start + "?::text || " + listed("e", columns) + ")");
    }

    /** A row that is there and not expected. */
    void addTooMany(String kind, List<String> columns) {
        rows.add(start(kind, "e.varve_there IS NULL") + listed("a", columns) + ")");
    }

    /** A row that is there with other values. */
    void addOther(String kind, List<String> columns) {
        String start = start(kind, "e.varve_there AND a.varve_there AND " + Names.differ("e", "a", columns));
        String where = place.isEmpty() ? "" : listed("e", place) + " || ': ' || ";
        rows.add(start + where + changes(columns) + ")");
    }

    String sql() {
        return String.join(", ", rows);
    }

    private String start(String kind, String holds) {
        words.add(kind);
        return "(" + rows.size() + ", ?, " + holds + ", ";
    }

    /** {@code price 14.01, company Move}: nothing of what is NULL, which array_to_string leaves out. */
    private String listed(String side, List<String> columns) {
        columns.forEach(column -> words.add(column + " "));
        return joined(columns, name -> "?::text || %s.%s::text".formatted(side, name));
    }

    /** {@code price is 14.01, expected 14.00}: of the columns that differ. */
    private String changes(List<String> columns) {
        columns.forEach(column -> words.add(column + " is "));
        return joined(columns, name -> """
                CASE WHEN e.%1$s IS DISTINCT FROM a.%1$s
                     THEN ?::text || coalesce(a.%1$s::text, 'NULL') || ', expected ' || coalesce(e.%1$s::text, 'NULL') END""".formatted(name));
    }

    private static String joined(List<String> columns, UnaryOperator<String> template) {
        return "array_to_string(ARRAY["
                + Names.each(columns, column -> template.apply(Names.quote(column)), ", ")
                + "]::text[], ', ')";
    }
}
