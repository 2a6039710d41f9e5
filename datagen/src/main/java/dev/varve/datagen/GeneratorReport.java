package dev.varve.datagen;

import dev.varve.report.ProgressLine;
import dev.varve.report.Screen;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/** Shows how far a day is, and every note once. */
final class GeneratorReport implements GeneratorEvents {
    private final PrintWriter err;
    private final Screen screen;
    private final LongSupplier nanoTime;
    private final Set<String> told = new HashSet<>();
    private Optional<ProgressLine> progress = Optional.empty();

    GeneratorReport(PrintWriter err) {
        this(err, Screen.ofProcess(), System::nanoTime);
    }

    GeneratorReport(PrintWriter err, Screen screen, LongSupplier nanoTime) {
        this.err = err;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    @Override
    public void writing(LocalDate day, int transactions) {
        progress = Optional.of(new ProgressLine(day.toString(), OptionalLong.of(transactions), err, screen, nanoTime));
    }

    @Override
    public void written(int transactions) {
        progress.ifPresent(line -> line.advance(transactions));
    }

    @Override
    public void ended() {
        progress.ifPresent(ProgressLine::close);
        progress = Optional.empty();
    }

    @Override
    public void note(String text) {
        if (told.add(text)) {
            progress.ifPresent(ProgressLine::close);
            err.println("note     " + text);
            err.flush();
        }
    }
}
