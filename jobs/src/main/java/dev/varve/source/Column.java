package dev.varve.source;

/**
 * A column of a source table and what it becomes in the lake.
 *
 * @param name as the source spells it
 * @param sourceType the source's own name of the type, such as {@code decimal(10,2)}
 * @param lakeType Spark SQL's name of the type that holds every value of it
 */
public record Column(String name, String sourceType, String lakeType) {}
