/** Embedded servers for the demo and the tests: MariaDB, Postgres and an S3 server in the background, without Docker. */
@NullMarked
package dev.varve.sandbox;

import org.jspecify.annotations.NullMarked;
