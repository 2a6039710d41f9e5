package dev.varve.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A crontab as cron reads it.
 *
 * @param settings its lines NAME=VALUE
 * @param jobs its other lines
 */
record Crontab(Map<String, String> settings, List<Job> jobs) {
    static final Path FILE = Path.of("..", "cron", "varve.crontab");

    private static final Pattern SETTING = Pattern.compile("(\\w+)\\s*=\\s*(.*)");
    private static final Pattern JOB = Pattern.compile("((?:\\S+\\s+){5})(\\S.*)");

    /**
     * A line that starts something.
     *
     * @param times its five fields
     * @param command what cron gives to {@code sh -c}
     */
    record Job(List<String> times, String command) {
        /** The arguments of the wrapper. */
        List<String> arguments() {
            return List.of(command.replaceFirst("^\"[^\"]*\"\\s+", "").split(" "));
        }
    }

    static Crontab read() throws IOException {
        Map<String, String> settings = new HashMap<>();
        List<Job> jobs = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            Matcher setting = SETTING.matcher(line);
            Matcher job = JOB.matcher(line);
            if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                if (!job.matches()) {
                    throw new IllegalStateException("Neither a setting nor a job: " + line);
                }
                jobs.add(new Job(List.of(job.group(1).strip().split("\\s+")), job.group(2)));
            }
        }
        return new Crontab(settings, jobs);
    }

    /** The command of the job with these words in it. */
    String command(String words) {
        return jobs.stream()
                .map(Job::command)
                .filter(command -> command.contains(words))
                .findFirst()
                .orElseThrow();
    }
}
