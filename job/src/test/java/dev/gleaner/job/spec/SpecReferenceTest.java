package dev.gleaner.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpecReferenceTest {

    @Test
    void markdown_hasARowForEachOption() {
        assertThat(SpecReference.markdown().lines()).hasSize(2 + (int) OptionPath.all().count());
    }

    @Test
    void markdown_saysWhatAUserNeedsToKnow() {
        assertThat(SpecReference.markdown())
                .startsWith("| Option | Value | Default | Meaning |\n|---|---|---|---|\n")
                .contains(
                        """
                        | `call.maxAttempts` | a whole number, 1 to 20 | `10` | Most HTTP requests \
                        for a record: the first, retries and the repair. Failures while nobody is \
                        answered do not count. |
                        """)
                .contains("| `async.limit` | a whole number, 1 to 1000000 | `async.capacity` | ")
                .contains(
                        "| `limits.requestsPerDay` | a whole number, 1 to 1000000000000 | none | ")
                .contains("| `budget.prices` | a path | none | ")
                .contains("| `model.name` | text | required | ")
                .contains("| `source.tombstones` | one of pass, drop | `pass` | ");
    }
}
