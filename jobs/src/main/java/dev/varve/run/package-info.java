/** The order of things: ingest, load, run, status, validate. */
@NullMarked
package dev.varve.run;

import org.jspecify.annotations.NullMarked;
