package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceOffsetsTest {
    private final SourceOffsets offsets = new SourceOffsets();

    @Test
    void sameOffsetOfOtherPartitionsAndTopics_isNoRepeat() {
        offsets.add("a", 0, 7);
        offsets.add("a", 1, 7);
        offsets.add("b", 0, 7);
        assertThat(offsets.distinct()).isEqualTo(3);
        assertThat(offsets.repeated()).isZero();
    }

    @Test
    void offsetSeenThreeTimes_countsTwoRepeats() {
        offsets.add("a", 0, 7);
        offsets.add("a", 0, 7);
        offsets.add("a", 0, 7);
        assertThat(offsets.distinct()).isEqualTo(1);
        assertThat(offsets.repeated()).isEqualTo(2);
    }
}
