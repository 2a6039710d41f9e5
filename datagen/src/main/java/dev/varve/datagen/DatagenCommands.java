package dev.varve.datagen;

import dev.varve.cli.CommandProvider;
import java.util.List;

/** Brings {@code varve datagen}. */
public final class DatagenCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new DatagenCommand());
    }
}
