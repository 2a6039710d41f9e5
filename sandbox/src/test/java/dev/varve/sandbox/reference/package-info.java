/**
 * The history engine once more, in plain Java over lists and maps: what the design's sections 3 and 4 say, without Spark,
 * Delta, SQL or any code of the engine. Rows are text, as the databases print it.
 */
@NullMarked
package dev.varve.sandbox.reference;

import org.jspecify.annotations.NullMarked;
