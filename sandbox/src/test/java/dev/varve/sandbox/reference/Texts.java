package dev.varve.sandbox.reference;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Values as the warehouse's queries print them. */
final class Texts {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Texts() {}

    static String of(Instant instant) {
        return MICROSECONDS.format(instant);
    }

    static String of(Optional<?> value) {
        return value.map(Object::toString).orElse("null");
    }
}
