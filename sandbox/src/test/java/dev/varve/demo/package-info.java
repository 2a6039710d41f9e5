@NullMarked
package dev.varve.demo;

import org.jspecify.annotations.NullMarked;
