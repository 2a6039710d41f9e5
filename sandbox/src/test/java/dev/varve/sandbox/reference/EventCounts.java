package dev.varve.sandbox.reference;

import java.util.EnumMap;
import java.util.Map;

/** How often each kind of event happened. */
public final class EventCounts {
    private final Map<Event, Integer> counts = new EnumMap<>(Event.class);

    /** Adds so many of a kind. */
    public void happened(Event event, int times) {
        counts.merge(event, times, Integer::sum);
    }

    void happened(Event event) {
        happened(event, 1);
    }

    void happenedIf(boolean did, Event event) {
        if (did) {
            happened(event);
        }
    }

    /** Adds what happened elsewhere. */
    public void add(EventCounts others) {
        others.counts.forEach((event, count) -> counts.merge(event, count, Integer::sum));
    }

    /** How often; 0 for what never did. */
    public int of(Event event) {
        return counts.getOrDefault(event, 0);
    }
}
