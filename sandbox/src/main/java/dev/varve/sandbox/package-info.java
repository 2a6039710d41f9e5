/** Embedded servers for the demo and the tests: MariaDB and Postgres in the background, without Docker. */
@NullMarked
package dev.varve.sandbox;

import org.jspecify.annotations.NullMarked;
