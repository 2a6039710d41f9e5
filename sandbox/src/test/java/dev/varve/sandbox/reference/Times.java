package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the databases write them, to the microsecond. */
public final class Times {
    /** Where versions of the first load start. */
    static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");
    /** Where open versions end. */
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private Times() {}

    /** An instant in UTC. */
    static String text(Instant instant) {
        return local(instant, ZoneOffset.UTC);
    }

    /** What a clock of that zone shows at an instant. */
    static String local(Instant instant, ZoneId zone) {
        return MICROSECONDS.format(LocalDateTime.ofInstant(instant, zone));
    }

    /** When a clock of that zone shows it: the first time, if it does so twice, and moved forward, if it never does. */
    static Instant instant(String local, ZoneId zone) {
        return LocalDateTime.parse(local, MICROSECONDS).atZone(zone).toInstant();
    }

    /** The next instant that a database can tell apart. */
    static Instant next(Instant instant) {
        return instant.plusNanos(1000);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
