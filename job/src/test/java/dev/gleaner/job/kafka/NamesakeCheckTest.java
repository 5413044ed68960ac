package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesakeCheckTest {
    @ParameterizedTest
    @CsvSource({
        "gleaner-bank-0-1, true",
        "gleaner-bank-12-9223372036854775807, true",
        "gleaner-bank-2-0-1, false",
        "gleaner-bank-messages-0-1, false",
        "gleaner-banks-0-1, false",
        "my-gleaner-bank-0-1, false",
        "gleaner-bank, false",
    })
    void transactionalId_belongsToTheJobOfExactlyThisName(String id, boolean belongs) {
        assertThat(NamesakeCheck.isOf("gleaner-bank", id)).isEqualTo(belongs);
        assertThat(NamesakeCheck.isOf("gleaner-b.*", id)).isFalse();
    }
}
