package dev.varve.datagen;

import java.time.LocalDateTime;
import java.util.OptionalInt;

/**
 * One row of {@code Transaction}.
 *
 * @param userId empty for a transaction that no user is known of
 * @param quantity negative for a sale
 * @param at in UTC, to the second
 */
record Trade(int transactionId, OptionalInt userId, String stockId, int quantity, LocalDateTime at) {}
