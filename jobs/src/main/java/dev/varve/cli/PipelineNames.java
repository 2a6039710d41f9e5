package dev.varve.cli;

import java.util.Iterator;

/** The names of the pipelines at hand, for shell completion: as they are when its script is made. */
final class PipelineNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return new PipelineFiles(Home.pipelines()).names().iterator();
    }
}
