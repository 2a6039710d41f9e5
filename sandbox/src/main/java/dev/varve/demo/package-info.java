/** The demo: generated days through source, lake and warehouse of the sandbox, and checks of what came out. */
@NullMarked
package dev.varve.demo;

import org.jspecify.annotations.NullMarked;
