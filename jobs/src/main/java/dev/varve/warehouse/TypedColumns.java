package dev.varve.warehouse;

import dev.varve.pipeline.Dimension;
import dev.varve.pipeline.Fact;
import dev.varve.pipeline.ForeignKey;
import dev.varve.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a model with the types that the warehouse gives them, so that its own rules say which values are equal.
 *
 * @param names as the model yields them
 * @param expressions SQL whose type is the column's, name by name
 * @param from what the expressions are taken from
 */
record TypedColumns(List<String> names, List<String> expressions, String from) {
    TypedColumns {
        names = List.copyOf(names);
        expressions = List.copyOf(expressions);
    }

    static TypedColumns of(String schema, Dimension dimension, List<String> names) {
        return new TypedColumns(
                names, names.stream().map(Names::quote).toList(), Names.qualified(schema, dimension.name()));
    }

    /** Columns that only look up a dimension have the type of its key. */
    static TypedColumns of(Pipeline pipeline, Fact fact, List<String> names) {
        String schema = pipeline.warehouse().schema();
        List<String> stored = FactLoad.stored(fact, names);
        StringBuilder from = new StringBuilder(Names.qualified(schema, fact.name()) + " f");
        List<String> expressions = new ArrayList<>();
        for (String name : names) {
            expressions.add(stored.contains(name) ? "f." + Names.quote(name) : lookup(pipeline, fact, name));
        }
        for (int i = 0; i < fact.foreignKeys().size(); i++) {
            from.append(" CROSS JOIN ")
                    .append(Names.qualified(schema, fact.foreignKeys().get(i).dimension()))
                    .append(" d")
                    .append(i);
        }
        return new TypedColumns(names, expressions, from.toString());
    }

    private static String lookup(Pipeline pipeline, Fact fact, String name) {
        for (int i = 0; i < fact.foreignKeys().size(); i++) {
            ForeignKey foreignKey = fact.foreignKeys().get(i);
            int position = foreignKey.key().indexOf(name);
            if (position >= 0) {
                return "d" + i + "."
                        + Names.quote(
                                pipeline.dimension(foreignKey.dimension()).key().get(position));
            }
        }
        throw new IllegalStateException(name + " is neither stored nor looks up a dimension");
    }
}
