package dev.varve.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The nights of one run of random histories: three, of which the later two follow on the same day, on the next, or bridge what was
 * missed.
 *
 * @param seed of the schedule and of the histories
 * @param zone of the JVM, the pipeline and the source's clock
 * @param nights in their order; the last one loads
 * @param back the number of the night, from 1, to which the warehouse is rewound
 */
record MarketSchedule(long seed, ZoneId zone, List<Night> nights, int back) {
    /** The clocks of the second and the fourth go back on the day that begins their schedule; those of the fifth go forward. */
    private static final List<Start> STARTS = List.of(
            new Start("UTC", Optional.empty()),
            new Start("Europe/Berlin", Optional.of(LocalDate.parse("2026-10-25"))),
            new Start("Asia/Ho_Chi_Minh", Optional.empty()),
            new Start("America/Sao_Paulo", Optional.of(LocalDate.parse("2018-02-17"))),
            new Start("America/New_York", Optional.of(LocalDate.parse("2026-03-08"))),
            new Start("UTC", Optional.empty()));

    private static final LocalDate MONDAY = LocalDate.parse("2026-06-01");

    private record Start(String zone, Optional<LocalDate> day) {}

    MarketSchedule {
        nights = List.copyOf(nights);
    }

    /** What a night does after its ingest. */
    enum Then {
        LOAD,
        /** Nothing: a later night loads both. */
        WAIT,
        /** The same command again. */
        LOAD_AND_REPEAT
    }

    /**
     * One night.
     *
     * @param asOf its label
     * @param missed whether it bridges others
     */
    record Night(String asOf, Instant readPoint, boolean missed, Then then) {}

    private enum Gap {
        SAME_DAY,
        NEXT_DAY,
        MISSED
    }

    static MarketSchedule of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L); // small seeds alone begin alike
        Start start = STARTS.get(Math.floorMod(seed - 1, STARTS.size()));
        ZoneId zone = ZoneId.of(start.zone());
        LocalDateTime local =
                start.day().orElseGet(() -> MONDAY.plusDays(random.nextInt(7))).atTime(0, 30);
        List<Gap> gaps = new ArrayList<>(List.of(Gap.values()));
        Collections.shuffle(gaps, random);
        boolean waits = random.nextInt(3) == 0;
        // All but the last label are late ones, so that two reads on one day are two nights.
        LocalDate label = local.toLocalDate().minusDays(9);
        List<Night> nights = new ArrayList<>();
        nights.add(new Night(label.toString(), at(local, zone), false, Then.LOAD));
        for (Gap gap : gaps.subList(0, 2)) {
            boolean isLast = nights.size() == 2;
            local = next(local, gap, random);
            label = isLast ? local.toLocalDate().minusDays(1) : label.plusDays(gap == Gap.MISSED ? 3 : 1);
            Then then = isLast ? Then.LOAD_AND_REPEAT : waits ? Then.WAIT : Then.LOAD;
            nights.add(new Night(label.toString(), at(local, zone), gap == Gap.MISSED, then));
        }
        return new MarketSchedule(seed, zone, nights, waits ? 1 : 1 + random.nextInt(2));
    }

    private static LocalDateTime next(LocalDateTime local, Gap gap, Random random) {
        return switch (gap) {
            case SAME_DAY -> local.plusMinutes(60 + random.nextInt(1200));
            case NEXT_DAY -> local.toLocalDate().plusDays(1).atTime(0, 30);
            case MISSED -> local.toLocalDate().plusDays(3).atTime(0, 30);
        };
    }

    private static Instant at(LocalDateTime local, ZoneId zone) {
        return local.atZone(zone).toInstant();
    }

    /** How far back the first interval's rows may lie. */
    Instant beginning() {
        return nights.get(0).readPoint().minus(Duration.ofDays(1));
    }
}
