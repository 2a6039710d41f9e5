package dev.varve.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** What a dimension keeps of the past of its keys (design, section 4). */
public enum ScdType {
    /** Nothing: one row a key, which is written over, and marked when the key is deleted. */
    TYPE_1("1"),
    /** One row for each version of a key. */
    TYPE_2("2");

    private final String word;

    ScdType(String word) {
        this.word = word;
    }

    /** As a pipeline file writes it. */
    public String word() {
        return word;
    }

    /** The type of that word; empty if there is none. */
    public static Optional<ScdType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
