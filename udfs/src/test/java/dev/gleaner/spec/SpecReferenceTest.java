package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpecReferenceTest {

    @Test
    void markdown_hasARowForEachOption_andATableForEachSection() {
        assertThat(SpecReference.markdown().lines().filter(line -> line.startsWith("| `")))
                .hasSize((int) OptionPath.all().count());
        assertThat(SpecReference.markdown().lines().filter(line -> line.startsWith("|---")))
                .hasSize(OptionPath.in(JobSpec.class, "").size());
    }

    @Test
    void markdown_saysWhatAUserNeedsToKnow() {
        assertThat(SpecReference.markdown())
                .startsWith("| Option | Value | Default | Meaning |\n|---|---|---|---|\n")
                .contains(
                        """
                        | `call.maxAttempts` | a whole number, 1 to 20 | `10` | Most HTTP requests \
                        for a record, to each model that is asked: the first, retries and the \
                        repair. Failures while nobody is answered do not count, nor do rounds of \
                        functions. |
                        """)
                .contains("| `async.limit` | a whole number, 1 to 1000000 | `async.capacity` | ")
                .contains(
                        "| `limits.requestsPerDay` | a whole number, 1 to 1000000000000 | none | ")
                .contains("| `budget.prices` | a path | none | ")
                .contains("| `model.name` | text | required | ")
                .contains("\n**`prompt`**: What the model is asked.\n\n| Option |")
                .contains("| `prompt.turns[].user` | text or `{file: path}` | required | ")
                .contains(
                        "| `model.fallbacks[].reasons` | a list, each one of outage, retirement, ")
                .contains("| `source.tombstones` | one of pass, drop | `pass` | ");
    }
}
