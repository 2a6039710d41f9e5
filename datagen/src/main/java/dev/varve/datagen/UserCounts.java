package dev.varve.datagen;

/**
 * What a day did to the users, all at 18:00.
 *
 * @param users at the end of the day
 * @param added new ones, the first day's founding users not counted
 * @param changed got another e-mail
 * @param deleted had no transaction and left
 */
public record UserCounts(int users, int added, int changed, int deleted) {}
