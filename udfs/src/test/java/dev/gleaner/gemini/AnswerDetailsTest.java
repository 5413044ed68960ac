package dev.gleaner.gemini;

import static dev.gleaner.gemini.AnswerParts.body;
import static dev.gleaner.gemini.AnswerParts.candidate;
import static dev.gleaner.gemini.AnswerParts.detail;
import static dev.gleaner.gemini.AnswerParts.details;
import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerDetailsTest {
    private final ReplyDecoder decoder = WireFiles.decoder();

    @Test
    void plainAnswer_hasNoDetails() {
        assertThat(decoder.answer(body("{\"text\":\"a\"}")).metadata().details()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"safetyRatings\":[ ]",
                "\"safetyRatings\":{\"a\":1}",
                "\"citationMetadata\":{ }",
                "\"citationMetadata\":[1]",
                "\"avgLogprobs\":\"NaN\"",
                "\"avgLogprobs\":null",
                "\"logprobsResult\":{\n}",
                "\"urlContextMetadata\":{}",
                "\"groundingMetadata\":{\"groundingSupports\":[]}",
                "\"groundingMetadata\":{\"groundingSupports\":[null,7]}",
                "\"content\":{\"parts\":[{\"text\":\" \",\"thought\":true}]}",
                "\"content\":{\"parts\":[{\"executableCode\":\"1+1\"}]}"
            })
    void whatSaysNothing_isAbsent(String fields) {
        assertThat(details(decoder.answer(candidate(fields)))).isEmpty();
    }

    @Test
    void thoughts_areJoinedWithoutTheAnswer() {
        GeminiReply.Answer answer =
                (GeminiReply.Answer)
                        decoder.answer(
                                body(
                                        """
                                        {"text":"**A**\\n\\u00fc\\"","thought":true},{"text":"x"},
                                        {"thought":true,"text":"b\\ud83d"},
                                        {"thought":true,"text":"\\ude00\\ud83d"},{"text":"y"}
                                        """));

        assertThat(answer.text()).isEqualTo("xy");
        assertThat(detail(answer, Name.THOUGHTS)).isEqualTo("\"**A**\\nü\\\"b😀\ufffd\"");
    }

    @Test
    void toolOutputs_keepTheirOrder() {
        GeminiReply reply =
                decoder.answer(
                        body(
                                """
                                {"executableCode": {"language": "PYTHON", "code": "1 + 1"}},
                                {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "2"}},
                                {"text": "2"}, {"executableCode": {"code": "x"}, "thought": true}
                                """));

        assertThat(detail(reply, Name.TOOL_OUTPUTS))
                .isEqualTo(
                        "[{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1 + 1\"}},"
                                + "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\","
                                + "\"output\":\"2\"}},{\"executableCode\":{\"code\":\"x\"}}]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    safetyRatings        | [{"category": "X", "blocked": true}] | [{"category":"X","blocked":true}]
                    citationMetadata     | {"citationSources": [{}, {"uri": "u"}]} | {"citationSources":[{},{"uri":"u"}]}
                    citationMetadata     | {"citations": [{"title": "t"}]}      | {"citations":[{"title":"t"}]}
                    citationMetadata     | {"new": 1}                           | {"new":1}
                    avgLogprobs          | -0.30887421148582783                 | -0.30887421148582783
                    avgLogprobs          | 0                                    | 0
                    logprobsResult       | {"topCandidates": [ ]}               | {"topCandidates":[]}
                    urlContextMetadata   | {"urlMetadata": [{"retrievedUrl": "u"}]} | {"urlMetadata":[{"retrievedUrl":"u"}]}
                    """)
    void whatIsSaid_isHandedOnAsReceived(String name, String value, String json) {
        GeminiReply reply = decoder.answer(candidate('"' + name + "\": " + value));

        assertThat(details(reply)).hasSize(1).containsEntry(name, json);
    }

    @Test
    void ofSeveralPieces_theLastThatSaysAnythingCounts() {
        String full =
                "\"safetyRatings\":[%1$d],\"avgLogprobs\":-%1$d,\"logprobsResult\":{\"a\":%1$d},"
                        + "\"urlContextMetadata\":{\"a\":%1$d}";
        String empty = "\"safetyRatings\":[],\"logprobsResult\":{},\"urlContextMetadata\":{}";

        GeminiReply reply = decoder.answer(pieces(full.formatted(1), full.formatted(2), empty));

        assertThat(details(reply).values())
                .containsExactlyInAnyOrder("[2]", "-2", "{\"a\":2}", "{\"a\":2}");
    }

    @Test
    void citationsOfSeveralPieces_areJoined() {
        String sources = "\"citationMetadata\":{\"citationSources\":[{\"startIndex\":%d}]}";
        String citations = "\"citationMetadata\":{\"citations\":[{\"startIndex\":%d}]}";

        assertThat(citations(sources.formatted(1), sources.formatted(2)))
                .isEqualTo("{\"citationSources\":[{\"startIndex\":1},{\"startIndex\":2}]}");
        assertThat(citations(citations.formatted(1), "\"index\":0", citations.formatted(2)))
                .isEqualTo("{\"citations\":[{\"startIndex\":1},{\"startIndex\":2}]}");
        assertThat(citations(citations.formatted(1), sources.formatted(2)))
                .isEqualTo(
                        "{\"citationSources\":[{\"startIndex\":2}],"
                                + "\"citations\":[{\"startIndex\":1}]}");
    }

    @Test
    void ratingsOfABlockedPrompt_areKeptWithTheFailure() {
        GeminiReply.Failed failed =
                (GeminiReply.Failed)
                        decoder.answer(
                                utf8(
                                        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\","
                                                + "\"safetyRatings\":[{\"blocked\": true}]}}"));

        assertThat(failed.kind()).isEqualTo(FailureKind.PROMPT_BLOCKED);
        assertThat(detail(failed, Name.SAFETY_RATINGS)).isEqualTo("[{\"blocked\":true}]");
    }

    private String citations(String... candidates) {
        return detail(decoder.answer(pieces(candidates)), Name.CITATION_METADATA);
    }

    private static byte[] pieces(String... candidates) {
        return utf8(
                "[{\"candidates\":[{" + String.join("}]},{\"candidates\":[{", candidates) + "}]}]");
    }
}
