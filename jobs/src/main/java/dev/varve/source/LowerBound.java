package dev.varve.source;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Where an incremental read starts: rows whose cursor is at or after an instant, and those whose cursor is NULL.
 *
 * @param cursor the column, which holds instants or zone-less times in UTC order
 * @param from the instant, inclusive
 * @param zone how a zone-less cursor is to be read
 */
public record LowerBound(Column cursor, Instant from, ZoneId zone) {}
