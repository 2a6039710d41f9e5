package dev.varve.warehouse;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * A column of a warehouse table, and what it would lose of a model's values: Postgres rounds and cuts without an error.
 *
 * @param name its name
 * @param type as {@code information_schema} spells it, without precision
 * @param scale digits after the point, for a numeric that limits them
 * @param secondDigits digits of fractions of a second, for a time
 * @param mandatory whether each row must be given a value
 */
record WarehouseColumn(
        String name, String type, Optional<Integer> scale, Optional<Integer> secondDigits, boolean mandatory) {
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final int MICROSECONDS = 6;

    /** Why values of a model's type do not fit; empty if each value either fits or is refused by Postgres. */
    Optional<String> loses(DataType model) {
        if (model instanceof ArrayType || model instanceof MapType || model instanceof StructType) {
            return Optional.of("has no counterpart for it; make it a text, such as by to_json,");
        }
        if (model instanceof DecimalType decimal) {
            return losesFraction(decimal.scale());
        }
        if (model.equals(DataTypes.DoubleType) || model.equals(DataTypes.FloatType)) {
            boolean same =
                    type.equals("double precision") || (type.equals("real") && model.equals(DataTypes.FloatType));
            return same ? Optional.empty() : losesFraction(Integer.MAX_VALUE);
        }
        if (model.equals(DataTypes.LongType) || model.equals(DataTypes.IntegerType)) {
            return type.equals("real") || (type.equals("double precision") && model.equals(DataTypes.LongType))
                    ? Optional.of("would round it")
                    : Optional.empty();
        }
        if (model.equals(DataTypes.StringType)) {
            return INTEGERS.contains(type) // '1.5' is refused there
                    ? Optional.empty()
                    : losesFraction(Integer.MAX_VALUE).or(this::losesTime);
        }
        if (model.equals(DataTypes.TimestampType) || model.equals(DataTypes.TimestampNTZType)) {
            return losesTime();
        }
        return Optional.empty();
    }

    private Optional<String> losesFraction(int digits) {
        boolean rounds = type.equals("real")
                || type.equals("double precision")
                || (INTEGERS.contains(type) && digits > 0)
                || scale.filter(limit -> limit < digits).isPresent();
        return rounds ? Optional.of("would round it") : Optional.empty();
    }

    private Optional<String> losesTime() {
        boolean cuts = type.equals("date")
                || type.startsWith("time ")
                || secondDigits.filter(limit -> limit < MICROSECONDS).isPresent();
        return cuts ? Optional.of("would cut it") : Optional.empty();
    }

    /** The type with its scale or precision. */
    String describe() {
        return type + scale.map(digits -> " of scale " + digits).orElse("");
    }
}
