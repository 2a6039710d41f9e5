package dev.varve.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** What the clocks of a zone do. */
final class Clocks {
    /** No zone-less column of a living system is older. */
    private static final Instant SINCE = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");

    private Clocks() {}

    /** By how much the clocks of a zone are ever put back at once, from 2000 on; zero if they never are. */
    static Duration largestBackwardJump(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Duration largest = Duration.ZERO;
        ZoneOffsetTransition next = rules.nextTransition(SINCE);
        while (next != null && next.getInstant().isBefore(UNTIL)) {
            Duration back = next.getDuration().negated();
            largest = back.compareTo(largest) > 0 ? back : largest;
            next = rules.nextTransition(next.getInstant());
        }
        return largest;
    }
}
