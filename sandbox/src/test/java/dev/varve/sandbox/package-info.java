@NullMarked
package dev.varve.sandbox;

import org.jspecify.annotations.NullMarked;
