package dev.varve.sandbox;

import java.io.PrintWriter;

/** What is running, for people; no passwords. */
final class SandboxReport {
    private SandboxReport() {}

    static void print(SandboxDirectory directory, SandboxState state, PrintWriter out) {
        out.println("The sandbox is up.");
        line(out, "MariaDB", SandboxVariables.mysqlUrl(state), ServerProcess.mariaDb(directory));
        line(out, "Postgres", SandboxVariables.postgresUrl(state), ServerProcess.postgres(directory));
        out.printf(
                "  %-9s %s (process %d)%n",
                "Data", directory.servers(), state.supervisor().pid());
        out.println("For mysql and psql: eval \"$(./varve sandbox env)\"");
    }

    private static void line(PrintWriter out, String name, String url, ServerProcess process) {
        String pid =
                process.running().map(handle -> Long.toString(handle.pid())).orElse("gone");
        out.printf("  %-9s %s  user %s  (process %s)%n", name, url, ServerAccount.USER, pid);
    }
}
