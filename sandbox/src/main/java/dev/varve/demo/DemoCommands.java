package dev.varve.demo;

import dev.varve.cli.CommandProvider;
import java.time.Clock;
import java.util.List;

/** Brings {@code varve demo}. */
public final class DemoCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand(Clock.systemUTC()));
    }
}
