package dev.varve.datagen;

/**
 * What a day did to the stocks.
 *
 * @param stocks listed after the day's listings and delistings
 * @param repriced got another price at 06:00
 * @param delisted left at 05:00
 * @param returned came back at 05:00
 * @param renamed got another company name at 06:00
 */
public record MarketCounts(int stocks, int repriced, int delisted, int returned, int renamed) {}
