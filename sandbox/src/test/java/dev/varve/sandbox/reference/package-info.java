/**
 * The stock platform's history engine once more, in plain Java over maps: what the design's sections 3 and 4 say, without
 * Spark, Delta, SQL or any code of the engine.
 */
@NullMarked
package dev.varve.sandbox.reference;

import org.jspecify.annotations.NullMarked;
