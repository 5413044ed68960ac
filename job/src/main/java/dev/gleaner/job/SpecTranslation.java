package dev.gleaner.job;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.EnrichmentSettings.Tombstones;
import dev.gleaner.job.EnrichmentTopology.AsyncSettings;
import dev.gleaner.spec.AsyncSpec;
import dev.gleaner.spec.JobSpec;
import dev.gleaner.spec.Layout;
import dev.gleaner.translation.EnrichmentTranslation;
import dev.gleaner.translation.EnrichmentTranslation.Records;

/** What a job's spec says, in the terms of the topology and the function. */
final class SpecTranslation {
    private SpecTranslation() {}

    static AsyncSettings async(JobSpec spec) {
        AsyncSpec async = spec.enrichment().async();
        return new AsyncSettings(async.capacity(), async.order());
    }

    /**
     * Translates a spec.
     *
     * @throws IllegalArgumentException if parts of it do not fit together or the schema cannot be
     *     sent
     */
    static EnrichmentSettings enrichment(JobSpec spec) {
        return EnrichmentTranslation.of(
                spec.enrichment(),
                new Records(
                        spec.source().format(),
                        (int) spec.source().maxRecordBytes().getBytes(),
                        spec.sink().layout() == Layout.MERGE,
                        switch (spec.source().tombstones()) {
                            case PASS -> Tombstones.PASS;
                            case DROP -> Tombstones.DROP;
                        },
                        // Files are named after their records, which other jobs read too.
                        spec.name(),
                        spec.deadLetter()),
                Thread.currentThread().getContextClassLoader());
    }
}
