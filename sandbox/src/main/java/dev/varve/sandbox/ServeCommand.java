package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import dev.varve.pipeline.VarveException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "serve", hidden = true, description = "Run MariaDB and Postgres until this process is told to end.")
final class ServeCommand implements Callable<Integer> {
    private final SandboxDirectory directory;

    @Mixin
    private PortOptions ports = new PortOptions();

    ServeCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        AtomicBoolean stopping = new AtomicBoolean();
        SandboxServers servers = SandboxServers.start(directory, ports.wishes());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.set(true);
            servers.close();
        }));
        servers.awaitEnd();
        servers.close();
        if (!stopping.get()) {
            throw VarveException.failed("A server ended by itself. See postgres/postgres.log beside this log.");
        }
        return ExitCode.DONE.code();
    }
}
