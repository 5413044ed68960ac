package dev.gleaner.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptFingerprintTest {

    @Test
    void sameParts_haveTheSameFingerprint() {
        assertThat(PromptFingerprint.of(List.of("a", "b")))
                .isEqualTo(PromptFingerprint.of(List.of("a", "b")))
                .matches("[0-9a-f]{12}");
    }

    @Test
    void partsCutElsewhere_differ() {
        assertThat(PromptFingerprint.of(List.of("ab", "c")))
                .isNotEqualTo(PromptFingerprint.of(List.of("a", "bc")));
    }
}
