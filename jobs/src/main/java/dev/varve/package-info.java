/** The entry point: {@code spark-submit --class dev.varve.Varve}. */
@NullMarked
package dev.varve;

import org.jspecify.annotations.NullMarked;
