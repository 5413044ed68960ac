package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMaskTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    Bob Miller is bad      | {"a":{"b":["Bob Miller"]}}   | *** is bad
                    no b@x.io, 4711, Smith | {"a":"b@x.io","b":4711,"c":" Smith "} | no ***, ***, ***
                    47110 and 4711         | {"a":4711}                   | 47110 and ***
                    日本語の, 日本語のx        | {"a":"日本語の"}               | ***, 日本語のx
                    invalid request        | {"a":"invalid","b":"request"} | invalid request
                    Bob Bob                | {"a":"Bob"}                  | Bob Bob
                    true null 1.25         | {"a":true,"b":null,"c":1.25} | true null ***
                    Anna AnnaAnna Anna     | {"a":"Anna","b":             | *** AnnaAnna ***
                    Anna                   | \uFEFF{"a":"Anna"}         | ***
                    Anna                   | Anna                         | Anna
                    """)
    void shortValues_areMaskedAsWhole(String text, String record, String shown) {
        assertThat(FieldMask.masked(text, record.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(shown);
    }
}
