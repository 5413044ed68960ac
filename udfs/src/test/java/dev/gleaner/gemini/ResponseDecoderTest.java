package dev.gleaner.gemini;

import static dev.gleaner.gemini.WireFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseDecoderTest {
    private final ReplyDecoder decoder = WireFiles.decoder();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    {"candidates":[]}                                              | EMPTY_ANSWER
                    {"candidates":null,"modelVersion":"m"}                         | EMPTY_ANSWER
                    {"candidates":[null]}                                          | EMPTY_ANSWER
                    {"candidates":["x"]}                                           | EMPTY_ANSWER
                    {"candidates":{"content":{}}}                                  | EMPTY_ANSWER
                    {"candidates":[{}]}                                            | EMPTY_ANSWER
                    {"candidates":[{"content":null,"finishReason":"STOP"}]}        | EMPTY_ANSWER
                    {"candidates":[{"content":{"role":"model"},"finishReason":"STOP"}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{}]},"finishReason":"STOP"}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"text":" \\n"}]}}]}       | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"text":7}]}}]}            | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[null,"x",[1]]}}]}          | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"text":"t","thought":true}]}}]} | EMPTY_ANSWER
                    {"usageMetadata":{"trafficType":"ON_DEMAND"}}                  | EMPTY_ANSWER
                    {"promptFeedback":{},"candidates":[]}                          | EMPTY_ANSWER
                    {"promptFeedback":{"blockReason":"MODEL_ARMOR"}}               | PROMPT_BLOCKED
                    {"promptFeedback":{"blockReason":"NEW_ONE"},"candidates":null} | PROMPT_BLOCKED
                    {"promptFeedback":{"safetyRatings":[]},"candidates":[]}        | PROMPT_BLOCKED
                    {"candidates":[{"finishReason":"MAX_TOKENS"}]}                 | TRUNCATED
                    {"candidates":[{"finishReason":"CONTINUATION","content":{"parts":[{"text":" "}]}}]} | TRUNCATED
                    {"candidates":[{"finishReason":"length"}]}                     | TRUNCATED
                    {"candidates":[{"finishReason":"RECITATION"}]}                 | RECITATION
                    {"candidates":[{"finishReason":"RECITATION","content":{"parts":[{"text":"x"}]}}]} | RECITATION
                    {"candidates":[{"finishReason":"IMAGE_RECITATION"}]}           | RECITATION
                    {"candidates":[{"finishReason":"MODEL_ARMOR"}]}                | CONTENT_BLOCKED
                    {"candidates":[{"finishReason":"IMAGE_NEW"}]}                  | CONTENT_BLOCKED
                    {"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}    | UNEXPECTED_FINISH
                    {"candidates":[{"finishReason":"OTHER","content":{"parts":[{"text":"x"}]}}]} | UNEXPECTED_FINISH
                    {"candidates":[{"finishReason":"BRAND_NEW"}]}                  | UNEXPECTED_FINISH
                    {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"},"thought":true}]}}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"functionCall":"f"},{"inlineData":{"data":"*"}}]}}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"inlineData":{"data":""}},{"inlineData":{"mimeType":"image/png"}}]}}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"inlineData":{"data":"AA=="},"thought":true}]}}]} | EMPTY_ANSWER
                    {"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}}]},"finishReason":"STOP"}]} | EMPTY_ANSWER
                    {"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}           | RATE_LIMITED
                    [{"error":{"code":503,"message":"overloaded"}}]                | OVERLOADED
                    {"error":"out of order"}                                       | SERVER_ERROR
                    {"candidates":[{"content":{"parts":[{"text":"x"}]}}],"error":{"status":"UNAVAILABLE"}} | OVERLOADED
                    {}                                                             | NOT_GEMINI
                    []                                                             | NOT_GEMINI
                    [[]]                                                           | NOT_GEMINI
                    {"choices":[{"message":{"content":"hi"}}]}                     | NOT_GEMINI
                    {"models":[]}                                                  | NOT_GEMINI
                    null                                                           | NOT_GEMINI
                    "OK"                                                           | NOT_GEMINI
                    <!doctype html><html></html>                                   | NOT_GEMINI
                    data: {"candidates":[]}                                        | CONNECTION_FAILED
                    data: {"error":{"code":503,"message":"overloaded"}}            | OVERLOADED
                    data: <html>                                                   | NOT_GEMINI
                    {"error":null}                                                 | NOT_GEMINI
                    {"choices":[],"error":{}}                                      | NOT_GEMINI
                    {"error":{"message":"","code":null},"candidates":[]}           | EMPTY_ANSWER
                    {"error":{"details":[{"reason":"API_KEY_INVALID"}],"code":400}} | API_KEY_REJECTED
                    {"error":{"type":"upstream_error","message":""}}               | SERVER_ERROR
                    {"code":429,"message":"Resource has been exhausted","details":"RESOURCE_EXHAUSTED"} | RATE_LIMITED
                    {"code":"503","message":"overloaded"}                          | OVERLOADED
                    {"status":"UNAVAILABLE","message":"overloaded"}                | OVERLOADED
                    {"code":0,"message":"success"}                                 | NOT_GEMINI
                    {"candidates":[]} {"candidates":[]}                            | NOT_GEMINI
                    {candidates:[]}                                                | NOT_GEMINI
                    """)
    void body_isClassified(String body, FailureKind kind) {
        assertThat(failed(body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"STOP"}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"stop","index":0}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]}}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":null}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":7}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"BRAND_NEW"}]}
                    {"candidates":[{"content":{"parts":[{"text":"{"},{},{"text":""},{"text":"}"}]}}]}
                    {"candidates":[{"content":{"parts":[{"text":"{"},{"inlineData":{"data":"AA=="}},{"text":"}"}]}}]}
                    {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"{}"}]}}]}
                    {"candidates":[{"content":{"parts":[{"thought":true,"text":"hm"},{"text":"{}"}]}}]}
                    {"candidates":[{"content":{"parts":[{"thought":false,"text":"{}","thoughtSignature":"QQ=="}]}}]}
                    {"candidates":[{"content":{"parts":[{"text":"{}"}]}},{"content":{"parts":[{"text":"second"}]}}]}
                    {"error":null,"candidates":[{"content":{"parts":[{"text":"{}"}]}}]}
                    {"promptFeedback":{"safetyRatings":[]},"candidates":[{"content":{"parts":[{"text":"{}"}]}}]}
                    [{"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"STOP"}]}]
                    [{"candidates":[{"content":{"parts":[{"text":"{"}]}}]},{"candidates":[{"content":{"parts":[{"text":"}"}]},"finishReason":"STOP"}]}]
                    """)
    void bodyWithText_isTheAnswer(String body) {
        assertThat(answer(body).text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAX_TOKENS", "max_tokens", "CONTINUATION", "length", "BRAND_NEW"})
    void textThatMayBeCut_isAnAnswerToBeRead(String reason) {
        GeminiReply.Answer answer =
                answer(
                        "{\"candidates\":[{\"finishReason\":\""
                                + reason
                                + "\",\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}");

        assertThat(answer.text()).isEqualTo("x");
        assertThat(FinishReason.isCut(answer.metadata().finishReason()))
                .isEqualTo(!reason.equals("BRAND_NEW"));
        assertThat(FinishReason.isUnknown(answer.metadata().finishReason()))
                .isEqualTo(reason.equals("BRAND_NEW"));
    }

    @Test
    void continuation_namesWhatToSet() {
        assertThat(failed("{\"candidates\":[{\"finishReason\":\"CONTINUATION\"}]}").detail())
                .contains("CONTINUATION", "set maxOutputTokens to at most 32768");
    }

    @Test
    void finishReasonThatIsNoName_isNotShown() {
        assertThat(failed("{\"candidates\":[{\"finishReason\":\"Mr Smith\\nsays\"}]}").detail())
                .isEqualTo("a finishReason that is no name, no text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "\"\"",
                "\" \"",
                "0",
                "false",
                "{\"message\":\"\",\"type\":\"\",\"param\":\"\",\"code\":null}",
                "{\"code\":0,\"details\":[{}]}",
                "{\"code\":200,\"message\":\"OK\"}"
            })
    void errorThatSaysNothing_isNone(String error) {
        String rest =
                "\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"fine\"}]},\"finishReason\":"
                        + "\"STOP\"}],\"usageMetadata\":{\"totalTokenCount\":32}";

        for (String body :
                List.of(
                        "{\"error\":" + error + "," + rest + "}",
                        "{" + rest + ",\"error\":" + error + "}")) {
            GeminiReply.Answer answer = answer(body);
            assertThat(answer.text()).isEqualTo("fine");
            assertThat(answer.metadata().usage().total()).isEqualTo(32);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{%s,\"error\":{\"code\":503,\"message\":\"overloaded\"}}",
                "{%s,\"error\":\"out of order\"}",
                "{%s,\"x\":[}",
                "{%s,\"x\":\"cut",
                "{%s} {}",
                "{\"choices\":[],%s}",
                "{%s,\"x\":" + "[" + "[[[[[[[[[[[[[[[[[[[[[[[",
                "data: {%s}"
            })
    void usageOfAFailure_isKept(String body) {
        assertThat(
                        failed(body.formatted("\"usageMetadata\":{\"totalTokenCount\":32}"))
                                .metadata()
                                .usage()
                                .total())
                .isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n", ": ping\n\n", "event: message\n", "id: 7\n"})
    void eventsThatNobodyAskedFor_areRead(String start) {
        String events =
                """
                data: {"candidates":[{"content":{"parts":[{"text":"one "}]}}]}

                data: {"candidates":[{"content":{"parts":[{"text":"two"}]},"finishReason":"STOP"}],
                data: "usageMetadata":{"totalTokenCount":32}}

                """;

        GeminiReply.Answer answer = answer(start + events);

        assertThat(answer.text()).isEqualTo("one two");
        assertThat(answer.metadata().usage().total()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    {"code":429,"message":"Slow down","details":"x"} | HTTP 200 with error 429: Slow down
                    {"code":1,"msg":"token is spent"}  | HTTP 200 whose JSON is not Gemini's: token is spent (check
                    {"detail":"Not authenticated"}     | HTTP 200 whose JSON is not Gemini's: Not authenticated (check
                    """)
    void wordsWithoutAnErrorAroundThem_areShown(String body, String detail) {
        assertThat(failed(body).detail()).startsWith(detail);
    }

    @Test
    void unknownFinishReason_isKeptAsItWasSpelt() {
        GeminiReply.Answer answer =
                answer(
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{}\"}]},"
                                + "\"finishReason\":\"Brand_new\"}]}");

        assertThat(answer.metadata().finishReason()).isEqualTo("Brand_new");
    }

    @Test
    void counts_areReadFromNumbersAndStringsAndElseZero() {
        GeminiReply reply =
                decoder.answer(
                        utf8(
                                """
                                {"usageMetadata":{"promptTokenCount":"12","cachedContentTokenCount":null,
                                "candidatesTokenCount":-1,"thoughtsTokenCount":3.5,
                                "toolUsePromptTokenCount":{"promptTokenCount":9},
                                "totalTokenCount":99999999999999999999999}}\
                                """));

        assertThat(reply.metadata().usage()).isEqualTo(new Usage(12, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void sound_isCountedApart() {
        GeminiReply reply =
                decoder.answer(
                        utf8(
                                """
                                {"usageMetadata":{"promptTokenCount":900,
                                "promptTokensDetails":[{"modality":"TEXT","tokenCount":100},
                                {"tokenCount":"800","modality":"AUDIO"}],
                                "cachedContentTokenCount":500,
                                "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":500}],
                                "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":7}]}}\
                                """));

        assertThat(reply.metadata().usage())
                .isEqualTo(new Usage(900, 500, 0, 0, 0, 0, 0, 800, 500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[null,7,[\"AUDIO\",{\"modality\":\"AUDIO\",\"tokenCount\":1}]]",
                "[{\"modality\":\"AUDIO\"}]",
                "[{\"modality\":{\"modality\":\"AUDIO\"},\"tokenCount\":1}]",
                "[{\"modality\":\"AUDIO\",\"tokenCount\":[9]}]"
            })
    void oddDetails_areNoSound_andHideNothing(String details) {
        String body =
                "{\"usageMetadata\":{\"promptTokensDetails\":"
                        + details
                        + ",\"totalTokenCount\":7}}";

        assertThat(decoder.answer(utf8(body)).metadata().usage())
                .isEqualTo(new Usage(0, 0, 0, 0, 0, 7, 0));
    }

    @Test
    void usageOfSeveralChunks_isTheLastOneAndNotTheSum() {
        GeminiReply reply =
                decoder.answer(
                        utf8(
                                """
                                [{"usageMetadata":{"totalTokenCount":5,"candidatesTokenCount":5}},
                                 {"usageMetadata":{"totalTokenCount":7}}]\
                                """));

        assertThat(reply.metadata().usage()).isEqualTo(new Usage(0, 0, 0, 0, 0, 7, 0));
    }

    @Test
    void metadata_isCopiedByteByByteButForWhiteSpace() {
        String body =
                "\uFEFF\n {\"candidates\":[{\"groundingMetadata\": { \"webSearchQueries\" :\n"
                        + " [ \"a \\\" b\\\\\", \"\\u00fc ü\" ], \"x\": 1e400, \"y\": 1.10 } }],"
                        + " \"usageMetadata\": { \"new\" : [ ] } }";

        AnswerMetadata metadata = decoder.answer(utf8(body)).metadata();

        assertThat(text(metadata.groundingMetadata()))
                .isEqualTo(
                        "{\"webSearchQueries\":[\"a \\\" b\\\\\",\"\\u00fc ü\"],"
                                + "\"x\":1e400,\"y\":1.10}");
        assertThat(text(metadata.usageMetadata())).isEqualTo("{\"new\":[]}");
    }

    @Test
    void metadata_holdsNothingThatNobodyCanStore() {
        byte[] body =
                ("{\"modelVersion\":\"m\\ud83d\",\"responseId\":\"\\u0000\",\"usageMetadata\":"
                     + "{\"a\\udc00\":\"~~~\"},\"candidates\":[{\"content\":{\"parts\":"
                     + "[{\"text\":\"hm\\ud83d\",\"thought\":true},{\"text\":\"x\"}]}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + 2 < body.length; i++) {
            if (body[i] == '~' && body[i + 2] == '~') { // half a pair in three bytes
                body[i] = (byte) 0xED;
                body[i + 1] = (byte) 0xA0;
                body[i + 2] = (byte) 0xBD;
            }
        }

        AnswerMetadata metadata = decoder.answer(body).metadata();

        assertThat(metadata.modelVersion()).isEqualTo("m\uFFFD");
        assertThat(metadata.responseId()).isEqualTo("\uFFFD");
        assertThat(text(metadata.usageMetadata())).matches("\\{\"a\\\\ufffd\":\"\uFFFD+\"}");
        assertThat(text(metadata.details().get(0).json())).isEqualTo("\"hm\uFFFD\"");
    }

    @Test
    void emptyGrounding_countsAsAbsent() {
        GeminiReply reply =
                decoder.answer(
                        utf8(
                                """
                                [{"candidates":[{"groundingMetadata":{"webSearchQueries":["q"]}}]},
                                 {"candidates":[{"groundingMetadata":{}}]}]\
                                """));

        assertThat(text(reply.metadata().groundingMetadata()))
                .isEqualTo("{\"webSearchQueries\":[\"q\"]}");
        assertThat(
                        decoder.answer(utf8("{\"candidates\":[{\"groundingMetadata\":{}}]}"))
                                .metadata()
                                .groundingMetadata())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    {"groundingMetadata":{"webSearchQueries":["a","b"]}}                    | 2
                    {"groundingMetadata":{"webSearchQueries":["a","b","a"," ",""]}}         | 2
                    {"groundingMetadata":{"webSearchQueries":["a",null,7,["b"],{"c":"d"}]}} | 1
                    {"groundingMetadata":{"webSearchQueries":"a"}}                          | 0
                    {"groundingMetadata":{"x":{"webSearchQueries":["a"]}}}                  | 0
                    {"groundingMetadata":{"retrievalQueries":["a"]}}                        | 0
                    {"groundingMetadata":null}                                              | 0
                    """)
    void searchQueries_areCountedOnceEach_withoutBlankOnes(String candidate, int queries) {
        GeminiReply reply = decoder.answer(utf8("{\"candidates\":[" + candidate + "]}"));

        assertThat(reply.metadata().usage().searchQueries()).isEqualTo(queries);
    }

    @Test
    void searchQueriesOfSeveralChunks_areThoseOfTheGroundingThatIsKept() {
        GeminiReply reply =
                decoder.answer(
                        utf8(
                                """
                                [{"candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}]},
                                 {"candidates":[{"groundingMetadata":{"webSearchQueries":["a"]}}]},
                                 {"candidates":[{"groundingMetadata":{}}],
                                  "usageMetadata":{"totalTokenCount":7}}]\
                                """));

        assertThat(reply.metadata().usage()).isEqualTo(new Usage(0, 0, 0, 0, 0, 7, 1));
    }

    @Test
    void bodyCutAnywhere_isABrokenConnection() throws Exception {
        String body =
                new String(
                                WireFiles.read("unary-success-thinking-reply-thought-summary.json"),
                                StandardCharsets.UTF_8)
                        .strip();

        for (int length = 1; length < body.length(); length++) {
            assertThat(failed(body.substring(0, length)).kind())
                    .as("first %d characters", length)
                    .isEqualTo(FailureKind.CONNECTION_FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void emptyBody_isNotGemini(String body) {
        assertThat(failed(body).kind()).isEqualTo(FailureKind.NOT_GEMINI);
    }

    @Test
    void otherEncoding_isNotGemini() {
        byte[] body =
                "{\"candidates\":[],\"usageMetadata\":{\"totalTokenCount\":1}}"
                        .getBytes(StandardCharsets.UTF_16LE);

        assertThat(((GeminiReply.Failed) decoder.answer(body)).kind())
                .isEqualTo(FailureKind.NOT_GEMINI);
    }

    @Test
    void answer_doesNotShowItsText() {
        GeminiReply.Answer answer =
                answer("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"private\"}]}}]}");

        assertThat(answer.toString()).doesNotContain("private").contains("7 chars");
    }

    private GeminiReply.Answer answer(String body) {
        return (GeminiReply.Answer) decoder.answer(utf8(body));
    }

    private GeminiReply.Failed failed(String body) {
        return (GeminiReply.Failed) decoder.answer(utf8(body));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "absent" : new String(bytes, StandardCharsets.UTF_8);
    }
}
