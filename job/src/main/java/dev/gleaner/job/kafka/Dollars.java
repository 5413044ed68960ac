package dev.gleaner.job.kafka;

import java.math.BigDecimal;

/**
 * How amounts are written: exact, without exponent and trailing zeros, so that JSON can hold it.
 */
final class Dollars {
    private static final int NANO = 9;

    private Dollars() {}

    static String of(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, NANO).stripTrailingZeros().toPlainString();
    }
}
