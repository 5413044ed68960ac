package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedRangeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1: can wait, 5: urgent. (between 1 and 5) | 1    | 5",
                "between -0.5 and 2.5                      | -0.5 | 2.5",
                "Tags (1 to 3 items)                       | 1    | 3",
                "1 to 80 characters                        | 1    | 80",
                "A sentence. (at most 120 characters)      | NaN  | 120",
                "at least 2 items                          | 2    | NaN",
                "from 3 to 4 in the afternoon              | NaN  | NaN",
            })
    void range_isReadFromTheDescription(String description, double least, double most) {
        assertThat(DescribedRange.of(description)).isEqualTo(new DescribedRange(least, most));
    }
}
