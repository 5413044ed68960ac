package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DistinctHashesTest {

    @Test
    void add_manyTwice_countsEachOnce() {
        DistinctHashes hashes = new DistinctHashes();
        for (int round = 0; round < 2; round++) {
            for (long i = 0; i < 100_000; i++) {
                hashes.add(i);
            }
        }
        assertThat(hashes.size()).isEqualTo(100_000);
        hashes.clear();
        assertThat(hashes.size()).isZero();
    }
}
