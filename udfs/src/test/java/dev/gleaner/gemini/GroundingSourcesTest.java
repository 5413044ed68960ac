package dev.gleaner.gemini;

import static dev.gleaner.gemini.AnswerParts.candidate;
import static dev.gleaner.gemini.AnswerParts.detail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.AnswerDetail.Name;
import dev.gleaner.model.GroundingStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingSourcesTest {
    private static final String ANSWER = "{\"text\":\"Grüße. 19°C now. Grüße. End\"}";

    private final ReplyDecoder decoder = WireFiles.decoder();

    /** In UTF-8: Grüße. at 0 and 20, 19°C now. at 9, End at 29. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    "endIndex":8,"text":"Grüße."                      | 0  | 8
                    "startIndex":"9","endIndex":18,"text":"19°C now." | 9  | 19
                    "startIndex":11,"endIndex":20,"text":"19°C now."  | 9  | 19
                    "startIndex":7,"text":"19°C now."                 | 9  | 19
                    "startIndex":20,"text":"Grüße."                   | 20 | 28
                    "startIndex":22,"text":"Grüße."                   | 20 | 28
                    "startIndex":2,"text":"Grüße."                    | 0  | 8
                    "startIndex":99999999999,"text":"End"             | 29 | 32
                    "startIndex":-4,"endIndex":-9,"text":"End"        | 29 | 32
                    "startIndex":29,"endIndex":30,"text":"End"        | 29 | 32
                    "partIndex":7,"startIndex":9,"text":"19°C now."   | 9  | 19
                    """)
    void supportedText_isFoundWhereItIs(String segment, int start, int end) {
        assertThat(sources(ANSWER, support(segment, "")))
                .contains(
                        "\"resolved\":true,\"startIndex\":" + start + ",\"endIndex\":" + end + ",");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    "startIndex":0,"endIndex":4,"text":"Gras" | Gras
                    "startIndex":0,"endIndex":4               | ~~
                    "startIndex":0,"endIndex":4,"text":7      | ~~
                    "text":"Grüße. 19°C now. Grüße. End and more" | Grüße. 19°C now. Grüße. End and more
                    """)
    void textThatIsNotInTheAnswer_isNotResolved(String segment, String text) {
        assertThat(sources(ANSWER, support(segment, "0")))
                .isEqualTo(
                        "[{\"text\":\""
                                + text
                                + "\",\"resolved\":false,\"sources\":[{\"kind\":\"web\","
                                + "\"uri\":\"u0\",\"title\":\"t0\"}]}]");
    }

    @Test
    void offsetInAPart_countsFromThatPart() {
        String parts =
                "{\"text\":\"hm\",\"thought\":true},{\"text\":\"é same \"},{\"text\":\"same"
                        + " same\"}";

        assertThat(
                        sources(
                                parts,
                                support("\"partIndex\":2,\"startIndex\":5,\"text\":\"same\"", "")))
                .contains("\"startIndex\":13,\"endIndex\":17");
        assertThat(sources(parts, support("\"partIndex\":2,\"text\":\"same\"", "")))
                .contains("\"startIndex\":8,\"endIndex\":12");
    }

    @Test
    void offsetThatCountsFromTheAnswer_isBelievedInAnyPart() {
        String parts = "{\"text\":\"one two \"},{\"text\":\"three four\"}";

        assertThat(
                        sources(
                                parts,
                                support("\"partIndex\":1,\"startIndex\":8,\"text\":\"three\"", "")))
                .contains("\"startIndex\":8,\"endIndex\":13");
    }

    @Test
    void indices_thatNameNoSourceAreDropped_andOthersKeptOnceInOrder() {
        assertThat(
                        sources(
                                ANSWER,
                                support("\"text\":\"End\"", "2,1,0,2,99,-1,null,\"1\",3,5.5,{}")))
                .endsWith(
                        "\"sources\":[{\"kind\":\"maps\",\"title\":\"t2\"},"
                                + "{\"kind\":\"image\",\"uri\":\"page\"},"
                                + "{\"kind\":\"web\",\"uri\":\"u0\",\"title\":\"t0\"}]}]");
    }

    @Test
    void allKindsOfSources_areNamed() {
        String json =
                sources(
                        ANSWER,
                        "\"groundingChunks\":[{\"retrievedContext\":{\"uri\":\"a"
                                + " b\",\"text\":\"x\"}},"
                                + "{\"new\\\"\":{\"x\":1}},{\"image\":{\"imageUri\":\"i\"}}],"
                                + "\"groundingSupports\":[{\"groundingChunkIndices\":[0,1,2]}]");

        assertThat(json)
                .isEqualTo(
                        "[{\"text\":\"\",\"resolved\":false,\"sources\":["
                                + "{\"kind\":\"retrievedContext\",\"uri\":\"a b\"},"
                                + "{\"kind\":\"new\\\"\"},{\"kind\":\"image\",\"uri\":\"i\"}]}]");
    }

    /** They would take fifty times the memory of the answer. */
    @Test
    void supportsOfNothing_areLeftOut() {
        String nothing = "{},{\"segment\":{\"endIndex\":1}},{\"groundingChunkIndices\":[null]}";

        assertThat(sources(ANSWER, "\"groundingSupports\":[" + nothing + "]")).isEqualTo("absent");
        assertThat(
                        sources(
                                ANSWER,
                                "\"groundingSupports\":["
                                        + nothing
                                        + ",{\"segment\":{\"text\":\"nowhere\"}}]"))
                .isEqualTo("[{\"text\":\"nowhere\",\"resolved\":false,\"sources\":[]}]");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    "groundingMetadata":{"groundingChunks":[{},{"web":{"uri":"u"}}]}      | GROUNDED
                    "groundingMetadata":{"groundingChunks":[{"new":{"x":1}}]}             | GROUNDED
                    "urlContextMetadata":{"urlMetadata":[{"urlRetrievalStatus":"URL_RETRIEVAL_STATUS_SUCCESS"}]} | GROUNDED
                    "groundingMetadata":{"groundingChunks":[{},{}],"webSearchQueries":["q"]} | QUERIES_ONLY
                    "groundingMetadata":{"imageSearchQueries":["q"]}                      | QUERIES_ONLY
                    "groundingMetadata":{"retrievalQueries":["","q"]}                     | QUERIES_ONLY
                    "groundingMetadata":{"webSearchQueries":[""," "]}                     | NONE
                    "groundingMetadata":{"groundingChunks":[{},null,{"web":{}},"x"]}      | NONE
                    "groundingMetadata":{"groundingChunks":{"web":{"uri":"u"}}}           | NONE
                    "groundingMetadata":{"searchEntryPoint":{"renderedContent":"x"}}      | NONE
                    "urlContextMetadata":{"urlMetadata":[{"urlRetrievalStatus":"URL_RETRIEVAL_STATUS_ERROR"},"x"]} | NONE
                    "groundingMetadata":null,"urlContextMetadata":[]                      | NONE
                    """)
    void grounding_isWhatTheAnswerNames(String fields, GroundingStatus status) {
        assertThat(decoder.answer(candidate(fields)).metadata().grounding()).isEqualTo(status);
    }

    private String sources(String parts, String grounding) {
        return detail(
                decoder.answer(
                        candidate(
                                "\"groundingMetadata\":{"
                                        + grounding
                                        + "},\"content\":{\"parts\":["
                                        + parts
                                        + "]}")),
                Name.SOURCES);
    }

    private static String support(String segment, String chunks) {
        return "\"groundingSupports\":[{\"segment\":{"
                + segment
                + "},\"groundingChunkIndices\":["
                + chunks
                + "]}],\"groundingChunks\":[{\"web\":{\"uri\":\"u0\",\"title\":\"t0\"}},"
                + "{\"image\":{\"imageUri\":\"i\",\"sourceUri\":\"page\"}},"
                + "{\"maps\":{\"title\":\"t2\",\"uri\":7}},{}]";
    }
}
