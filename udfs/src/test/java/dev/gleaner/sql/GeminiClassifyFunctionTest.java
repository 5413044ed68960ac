package dev.gleaner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeminiClassifyFunctionTest {

    @Test
    void listWithAWordThatIsNone_isNoChoice() {
        assertThat(isChoice("a", "b")).isTrue();
        assertThat(isChoice("a")).isTrue();
        assertThat(isChoice("a", null)).isFalse();
        assertThat(isChoice("a", " ")).isFalse();
        assertThat(isChoice("a", "b", "a")).isFalse();
        assertThat(isChoice("a", "a ")).isFalse();
    }

    private static boolean isChoice(@Nullable String... words) {
        return GeminiClassifyFunction.isChoice(words);
    }

    @Test
    void latestLists_areKept_andThoseThatWereUsed() {
        Map<List<String>, String> lists = GeminiClassifyFunction.latest();
        for (int i = 0; i < 100; i++) {
            lists.put(List.of("word " + i), "calls");
        }
        lists.get(List.of("word 0"));
        lists.put(List.of("one more"), "calls");
        assertThat(lists)
                .hasSize(100)
                .containsKey(List.of("word 0"))
                .doesNotContainKey(List.of("word 1"));
    }
}
