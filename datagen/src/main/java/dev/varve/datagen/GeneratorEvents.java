package dev.varve.datagen;

import java.time.LocalDate;

/** What happens while a day is generated, for whoever wants to tell a person. */
public interface GeneratorEvents {
    /** Tells nobody. */
    GeneratorEvents UNHEARD = new GeneratorEvents() {};

    /** A day's transactions are going to be written. */
    default void writing(LocalDate day, int transactions) {}

    /** So many transactions more are at the server. */
    default void written(int transactions) {}

    /** The day is committed or undone. */
    default void ended() {}

    /** Something that a person may want to change, in a sentence. */
    default void note(String text) {}
}
