package dev.varve.cli;

import java.util.List;

/** The commands that another module brings ({@code sandbox}, {@code datagen}, ...); found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** Objects annotated with picocli's {@code @Command}, each a {@code Callable<Integer>} that returns the exit code. */
    List<Object> commands();
}
