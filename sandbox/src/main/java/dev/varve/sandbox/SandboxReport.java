package dev.varve.sandbox;

import java.io.PrintWriter;
import java.util.Map;

/** What is running, for people; no passwords. */
final class SandboxReport {
    private SandboxReport() {}

    static void print(SandboxDirectory directory, SandboxState state, PrintWriter out) {
        out.println("The sandbox is up.");
        line(out, "MariaDB", SandboxVariables.mysqlUrl(state), ServerProcess.mariaDb(directory));
        line(out, "Postgres", SandboxVariables.postgresUrl(state), ServerProcess.postgres(directory));
        ServerProcess s3 = ServerProcess.s3(directory.s3());
        if (s3.running().isPresent() || state.lake() == SandboxLake.s3) {
            out.printf("  %-9s %s  (process %s)%n", "S3", state.s3().endpoint(), pid(s3));
        }
        Map<String, String> variables = SandboxVariables.of(directory, state);
        out.printf("  %-9s %s, %s%n", "Lake", variables.get("LAKE_RAW"), variables.get("LAKE_PROCESSED"));
        out.printf(
                "  %-9s %s (process %d)%n",
                "Data", directory.servers(), state.supervisor().pid());
        out.println("For mysql and psql: eval \"$(./varve sandbox env)\"");
    }

    private static void line(PrintWriter out, String name, String url, ServerProcess process) {
        out.printf("  %-9s %s  user %s  (process %s)%n", name, url, ServerAccount.USER, pid(process));
    }

    private static String pid(ServerProcess process) {
        return process.running().map(handle -> Long.toString(handle.pid())).orElse("gone");
    }
}
