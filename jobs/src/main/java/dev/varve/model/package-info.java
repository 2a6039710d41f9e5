/** The rows of dimensions and facts, from states and layers. */
@NullMarked
package dev.varve.model;

import org.jspecify.annotations.NullMarked;
