package dev.varve.pipeline;

import java.time.Duration;

/** How far below the newest value of a cursor the next read starts, for rows that are committed late. */
public sealed interface Overlap {
    /** Of a cursor of instants. */
    record Time(Duration duration) implements Overlap {}

    /** Of a cursor of numbers: how many of them. */
    record Numbers(long count) implements Overlap {}
}
