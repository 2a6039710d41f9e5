package dev.varve.sandbox;

import dev.varve.pipeline.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start MariaDB and Postgres, and the S3 server if it is named or has the lake, unless they run; keep their data"
                    + " under .varve/sandbox, and leave them running.",
            "A port that is asked for and taken is an error (exit code 1); otherwise a taken one is moved upwards."
        })
final class UpCommand implements Callable<Integer> {
    private final SandboxDirectory directory;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "SERVER",
            description = "Start this one too: s3. The lake moves to it, unless --lake says otherwise.")
    private List<String> servers = List.of();

    @Option(
            names = "--lake",
            paramLabel = "disk|s3",
            description =
                    "Where the sandbox's lake is from now on: in folders beside the servers' data, or in the S3 server's"
                            + " buckets varve-raw and varve-processed (default: where it was, at first on disk)."
                            + " Nothing is copied.")
    private @Nullable SandboxLake lake;

    @Mixin
    private PortOptions ports = new PortOptions();

    UpCommand(SandboxDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() {
        PrintWriter progress = spec.commandLine().getErr();
        if (!new SandboxStart(directory).ensureUp(progress, request())) {
            progress.println("The sandbox is already up.");
        }
        SandboxState.read(directory.stateFile())
                .ifPresent(state ->
                        SandboxReport.print(directory, state, spec.commandLine().getOut()));
        return ExitCode.DONE.code();
    }

    private UpRequest request() {
        Set<ExtraServer> named = servers.stream().map(ExtraServer::named).collect(Collectors.toSet());
        Optional<SandboxLake> wanted = Optional.ofNullable(lake);
        if (wanted.isEmpty() && named.contains(ExtraServer.s3)) {
            wanted = Optional.of(SandboxLake.s3);
        }
        return new UpRequest(ports.wishes(), named, wanted);
    }
}
