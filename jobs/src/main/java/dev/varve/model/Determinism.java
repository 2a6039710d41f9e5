package dev.varve.model;

import dev.varve.pipeline.VarveException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SortArray;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Collect;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.Mode;
import org.apache.spark.sql.catalyst.parser.ParserUtils;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Finds what makes a model yield other rows when it is evaluated again over the same tables: then a rebuild would not give what
 * was loaded. Spark knows of each function but those of the time and the user, which are constant within one query, and
 * aggregates whose result depends on the order of rows.
 */
final class Determinism {
    private static final Set<String> TYPES = Set.of("date", "timestamp", "timestamp_ltz", "timestamp_ntz");
    private static final Set<Integer> STRINGS = Set.of(SqlBaseLexer.STRING_LITERAL, SqlBaseLexer.DOUBLEQUOTED_STRING);

    private Determinism() {}

    /**
     * Makes sure that a model is a function of its tables.
     *
     * @param name the dimension or fact, for messages
     * @param sql its model
     * @param plan the model's, analysed; the plans of its tables are not looked at
     * @throws VarveException (usage) that names what is not
     */
    static void require(String name, String sql, LogicalPlan plan) {
        literal(sql).or(() -> culprit(plan)).ifPresent(found -> {
            throw VarveException.usage(
                    "Cannot use the model of " + name + ": " + found + " may yield something else each"
                            + " time, and a rebuild must give the same rows. Take it out, or take the value from a column.");
        });
    }

    /** Spark puts the time in place of {@code DATE 'now'} before there is a plan, so that only the text shows it. */
    private static Optional<String> literal(String sql) {
        CharStream text = new UpperCaseCharStream(CharStreams.fromString(sql));
        List<? extends Token> tokens = new SqlBaseLexer(text)
                .getAllTokens().stream()
                        .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL) // no comments
                        .toList();
        for (int i = 1; i < tokens.size(); i++) {
            Token type = tokens.get(i - 1);
            Token value = tokens.get(i);
            if (TYPES.contains(type.getText().toLowerCase(Locale.ROOT))
                    && STRINGS.contains(value.getType())
                    && isTime(ParserUtils.string(value))) {
                return Optional.of(text.getText(Interval.of(type.getStartIndex(), value.getStopIndex())));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> culprit(LogicalPlan plan) {
        if (plan instanceof View) { // a table, which the engine itself made
            return Optional.empty();
        }
        if (plan instanceof Sample) {
            return Optional.of("TABLESAMPLE");
        }
        return first(plan.expressions(), Determinism::culprit).or(() -> first(plan.children(), Determinism::culprit));
    }

    private static Optional<String> culprit(Expression expression) {
        if (expression instanceof SubqueryExpression subquery) {
            Optional<String> within = culprit(subquery.plan());
            if (within.isPresent()) {
                return within;
            }
        }
        return parts(expression).stream()
                .map(Determinism::culprit)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> itself(expression));
    }

    /**
     * What an expression is made of, without an aggregate that depends on the order of rows where they have one, or where the
     * result is sorted at once.
     */
    private static List<Expression> parts(Expression expression) {
        List<Expression> parts = new ArrayList<>(list(expression.children()));
        if (expression instanceof RuntimeReplaceable replaceable) {
            parts.add(replaceable.replacement());
        }
        ordered(expression).ifPresent(aggregate -> {
            parts.remove(aggregate);
            list(aggregate.children()).forEach(part -> parts.addAll(list(part.children())));
        });
        return parts;
    }

    /** The aggregate in {@code sort_array(collect_list(x))} or {@code first(x) OVER (ORDER BY y)}. */
    private static Optional<Expression> ordered(Expression expression) {
        if (expression instanceof SortArray sort
                && sort.base() instanceof AggregateExpression aggregate
                && aggregate.aggregateFunction() instanceof Collect<?>) {
            return Optional.of(aggregate);
        }
        return expression instanceof WindowExpression window
                        && window.windowSpec().orderSpec().nonEmpty()
                        && window.windowFunction() instanceof AggregateExpression aggregate
                ? Optional.of(aggregate)
                : Optional.empty();
    }

    private static Optional<String> itself(Expression expression) {
        boolean ofNow = expression instanceof CurrentTimestampLike
                || expression instanceof CurrentDate
                || expression instanceof LocalTimestamp
                || expression instanceof CurrentUser;
        boolean ofOrder = expression instanceof First
                || expression instanceof Last
                || expression instanceof Mode
                || expression instanceof Collect<?>;
        boolean ownChance = !expression.deterministic()
                && list(expression.children()).stream().allMatch(Expression::deterministic);
        if (ofNow || ofOrder || ownChance) {
            return Optional.of(expression.prettyName() + "()");
        }
        return expression instanceof Cast cast && isTime(cast) ? Optional.of(cast.sql()) : Optional.empty();
    }

    private static boolean isTime(Cast cast) {
        boolean toTime = cast.dataType() instanceof DateType
                || cast.dataType() instanceof TimestampType
                || cast.dataType() instanceof TimestampNTZType;
        return toTime && cast.child() instanceof Literal literal && isTime(String.valueOf(literal.value()));
    }

    /** Whether a text is a time to Spark that is another one each day; the epoch, which is 0, is not. */
    private static boolean isTime(String text) {
        Option<Object> special = DateTimeUtils.convertSpecialTimestamp(text, ZoneOffset.UTC);
        return special.isDefined() && !special.get().equals(0L);
    }

    private static <T> Optional<String> first(Seq<T> all, Function<T, Optional<String>> look) {
        return list(all).stream().map(look).flatMap(Optional::stream).findFirst();
    }

    private static <T> List<T> list(Seq<T> all) {
        return JavaConverters.seqAsJavaList(all);
    }
}
