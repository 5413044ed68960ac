package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResearchTest {

    @ParameterizedTest
    @CsvSource({
        "a, 5",
        "a==b, 5",
        "a====b, 5",
        "a=====b, 6",
        "===a=======b=====, 8",
        "'=====\n======', 7"
    })
    void fence_isOneEqualsSignLongerThanAnyOfTheFindings_andNeverShort(
            String findings, int length) {
        String fence = "=".repeat(length);
        assertThat(asked(findings)).endsWith("\n" + fence + "\n" + findings + "\n" + fence);
    }

    /** A fence that is tried one sign after the other takes hours for this. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void findingsOfNothingButFence_takeNoLongerThanOthers() {
        int length = 8_000_000;
        assertThat(asked("=".repeat(length)).chars().filter(c -> c == '=').count())
                .isEqualTo(3L * length + 2);
    }

    private static String asked(String findings) {
        Prompt prompt = new Prompt(List.of(new PromptPart.Text("How many?")), null);
        List<PromptPart> parts = Research.question(prompt, findings).parts();
        return ((PromptPart.Text) parts.get(1)).text();
    }
}
