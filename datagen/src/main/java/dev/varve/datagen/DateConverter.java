package dev.varve.datagen;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A date of the command line; {@code yesterday} and {@code today} are days in UTC, as generated days are. */
final class DateConverter implements ITypeConverter<LocalDate> {
    private final Clock clock;

    /** For picocli. */
    DateConverter() {
        this(Clock.systemUTC());
    }

    DateConverter(Clock clock) {
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    @Override
    public LocalDate convert(String value) {
        try {
            return switch (value) {
                case "today" -> LocalDate.now(clock);
                case "yesterday" -> LocalDate.now(clock).minusDays(1);
                default -> LocalDate.parse(value);
            };
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + value + "' is not a date in the format YYYY-MM-DD, yesterday or today");
        }
    }
}
