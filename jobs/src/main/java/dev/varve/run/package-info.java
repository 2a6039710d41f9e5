/** The order of things: ingest, load, run, prune, validate. */
@NullMarked
package dev.varve.run;

import org.jspecify.annotations.NullMarked;
