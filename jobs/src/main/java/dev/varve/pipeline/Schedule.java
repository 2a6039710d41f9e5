package dev.varve.pipeline;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How often a pipeline runs, and the labels ({@code as_of}) of its intervals. Labels of one pipeline sort as text.
 *
 * @param every the period of a frequent pipeline, a whole number of minutes; absent for a daily one
 * @param zone the zone in which a day ends
 */
public record Schedule(Optional<Duration> every, ZoneId zone) {
    private static final String YESTERDAY = "yesterday";
    /** What sorts as text: four digits a year, no sign. */
    private static final Pattern LABEL = Pattern.compile("\\d{4}-.*");

    /** The label of a daily pipeline; one that became frequent has both kinds. */
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .withResolverStyle(ResolverStyle.STRICT);

    /** The label of an interval that ends at a read point: the date that is over then, or the scheduled UTC minute. */
    public String label(Instant readPoint) {
        if (every.isEmpty()) {
            return localDay(readPoint).minusDays(1).toString();
        }
        long period = every.get().toSeconds();
        return MINUTE.format(Instant.ofEpochSecond(Math.floorDiv(readPoint.getEpochSecond(), period) * period));
    }

    /** The local day of an instant. */
    public LocalDate localDay(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /**
     * The day that a label belongs to: the date that it is, or the local day that was not over before its minute, so that
     * an interval which ends at midnight is the last of its day.
     */
    public LocalDate dayOf(String label) {
        return DATE.matcher(label).matches()
                ? LocalDate.parse(label)
                : localDay(Instant.from(MINUTE.parse(label)).minusNanos(1));
    }

    /** Whether a text has the form of a label, be it of a daily or of a frequent pipeline. */
    public boolean isLabel(String text) {
        try {
            return dayOf(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * The label that a user asked for.
     *
     * @param text a date, {@code yesterday}, or for a frequent pipeline a UTC minute such as {@code 2026-11-20T10:15Z}
     * @return empty for {@code yesterday}: which day that is, the read point says, by its {@link #label}
     * @throws VarveException (usage) if it is none of these
     */
    public Optional<String> parse(String text) {
        if (every.isEmpty() && text.equals(YESTERDAY)) {
            return Optional.empty();
        }
        if (!LABEL.matcher(text).matches()) {
            throw noLabel(text);
        }
        try {
            return Optional.of(
                    every.isPresent()
                            ? scheduled(text, Instant.from(MINUTE.parse(text)))
                            : LocalDate.parse(text).toString());
        } catch (DateTimeException e) {
            throw noLabel(text);
        }
    }

    private String scheduled(String text, Instant minute) {
        String label = label(minute);
        if (!label.equals(MINUTE.format(minute))) {
            throw VarveException.usage("Cannot use --as-of '" + text + "': no interval of this schedule ends there."
                    + " Use --as-of " + label + ", or leave it out.");
        }
        return label;
    }

    private VarveException noLabel(String text) {
        return VarveException.usage("Cannot use --as-of '" + text + "': " + reason(text) + " or leave it out.");
    }

    private String reason(String text) {
        if (every.isPresent()) {
            return text.equals(YESTERDAY)
                    ? "this pipeline runs every " + every.get().toMinutes()
                            + " minutes, and a day is no label of it. Give a UTC minute such as 2026-11-20T10:15Z,"
                    : "it is no UTC minute such as 2026-11-20T10:15Z. Correct it,";
        }
        return text.equals("today")
                ? "a day is ingested when it is over. Use yesterday,"
                : "it is no date such as 2026-11-20. Correct it,";
    }
}
