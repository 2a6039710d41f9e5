package dev.varve.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/** A value of a cursor, such as a watermark. In JSON an instant is ISO 8601 text, and a number is one. */
public sealed interface CursorValue {
    /** An instant, to the microsecond. */
    record At(Instant instant) implements CursorValue {
        @Override
        public Object json() {
            return instant.toString();
        }

        @Override
        public Object bound() {
            return instant;
        }

        @Override
        public boolean isAfter(CursorValue other) {
            return other instanceof At before && instant.isAfter(before.instant);
        }

        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /** A whole number. */
    record WholeNumber(BigInteger number) implements CursorValue {
        @Override
        public Object json() {
            return number;
        }

        @Override
        public Object bound() {
            return new BigDecimal(number);
        }

        @Override
        public boolean isAfter(CursorValue other) {
            return other instanceof WholeNumber before && number.compareTo(before.number) > 0;
        }

        @Override
        public String toString() {
            return number.toString();
        }
    }

    /** The value that a JSON text or number stands for. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CursorValue of(Object json) {
        return json instanceof String text
                ? new At(Instant.parse(text))
                : new WholeNumber(new BigInteger(json.toString()));
    }

    /** As it is written in JSON. */
    @JsonValue
    Object json();

    /** As it is compared with what rows hold: an {@link Instant} or a {@link BigDecimal}. */
    Object bound();

    /** Whether it lies behind another one of its kind. */
    boolean isAfter(CursorValue other);
}
