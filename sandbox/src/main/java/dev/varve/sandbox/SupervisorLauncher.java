package dev.varve.sandbox;

import dev.varve.Varve;
import dev.varve.pipeline.VarveException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code varve sandbox serve} as a process of its own that outlives this one and its terminal. */
final class SupervisorLauncher {
    private SupervisorLauncher() {}

    static Process launch(SandboxDirectory directory, PortWishes wishes) {
        try {
            directory.createServersFolder();
            File log = directory.logFile().toFile();
            return new ProcessBuilder(Setsid.before(command(directory, wishes)))
                    .directory(directory.servers().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw VarveException.failed("Cannot start the sandbox's process: " + e + ".", e);
        }
    }

    private static List<String> command(SandboxDirectory directory, PortWishes wishes) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Unpacking Postgres takes some 150 MB once; afterwards the process holds next to nothing.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dvarve.home=" + directory.root().getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                Varve.class.getName(),
                "sandbox",
                "serve"));
        wishes.mysql().ifPresent(port -> command.addAll(List.of(PortWishes.MYSQL_OPTION, port.toString())));
        wishes.postgres().ifPresent(port -> command.addAll(List.of(PortWishes.POSTGRES_OPTION, port.toString())));
        return command;
    }
}
