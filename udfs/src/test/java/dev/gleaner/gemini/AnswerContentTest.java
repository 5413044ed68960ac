package dev.gleaner.gemini;

import static dev.gleaner.gemini.AnswerParts.body;
import static dev.gleaner.gemini.AnswerParts.candidate;
import static dev.gleaner.gemini.WireFiles.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerContentTest {
    private final ReplyDecoder decoder = WireFiles.decoder();

    @Test
    void functionCalls_keepOrderIdAndCompactArgs() {
        AnswerContent content =
                content(
                        body(
                                """
                                {"functionCall": {"id": "c1", "name": "f",
                                 "args": {"a": [1, 2.50], "b": "x \\" y"}}},
                                {"functionCall": {"name": "g", "id": ""}},
                                {"functionCall": {"name": "h", "args": null, "id": 7}}
                                """));

        assertThat(content.functionCalls())
                .extracting(FunctionCall::id, FunctionCall::name, call -> text(call.args()))
                .containsExactly(
                        tuple("c1", "f", "{\"a\":[1,2.50],\"b\":\"x \\\" y\"}"),
                        tuple(null, "g", "{}"),
                        tuple(null, "h", "{}"));
    }

    @Test
    void functionCallWithoutText_isAnAnswer() {
        GeminiReply.Answer answer =
                (GeminiReply.Answer)
                        decoder.answer(
                                candidate(
                                        "\"finishReason\":\"STOP\",\"content\":{\"parts\":"
                                                + "[{\"functionCall\":{\"name\":\"f\"}}]}"));

        assertThat(answer.text()).isEmpty();
        assertThat(answer.content().functionCalls()).hasSize(1);
    }

    @Test
    void received_holdsEveryPartUnmerged() {
        String thought = "{\"text\":\"hm\",\"thought\":true}";
        String one = "{\"text\":\"a\",\"thoughtSignature\":\"QQ==\"}";
        String two = "{\"text\":\"\",\"thoughtSignature\":\"Qg/+\"}";
        String call = "{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"new\":[1,{}]}";
        byte[] unary = body(thought + " , " + one + ",\n" + two + "," + call);
        byte[] stream =
                utf8(
                        "["
                                + text(body(thought + "," + one))
                                + ","
                                + text(body(""))
                                + ","
                                + text(body(two))
                                + ","
                                + text(body(call))
                                + "]");

        for (byte[] body : new byte[][] {unary, stream}) {
            assertThat(content(body).received())
                    .asString(UTF_8)
                    .isEqualTo(
                            "{\"role\":\"model\",\"parts\":["
                                    + String.join(",", thought, one, two, call)
                                    + "]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL,{},TEXT",
                "{},CALL,TEXT",
                "CALL,TEXT,{ }",
                "{}, { },CALL,null,TEXT, [{},1], \"a,b\",7",
                "\"x\",CALL,{},{\n},TEXT",
                "false , CALL , 1.5e3 , TEXT , [ ]"
            })
    void received_leavesOutPartsThatTheEndpointWouldRefuse(String parts) {
        String call = "{\"functionCall\":{\"name\":\"f\"}}";
        String text = "{\"text\":\"t\"}";

        AnswerContent content = content(body(parts.replace("CALL", call).replace("TEXT", text)));

        assertThat(content.received())
                .asString(UTF_8)
                .isEqualTo("{\"role\":\"model\",\"parts\":[" + call + "," + text + "]}");
    }

    @Test
    void received_isNotKeptWithoutFunctionCalls() {
        assertThat(content(body("{\"text\":\"a\",\"thoughtSignature\":\"QQ==\"}")))
                .isSameAs(AnswerContent.NONE);
        assertThat(content(body("{\"inlineData\":{\"data\":\"AA==\"}}")).received()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            textBlock =
                    """
                    "mimeType":"image/png","data":"+/8A"     | image/png
                    "data":"+\\/8A","mimeType":"image/png"   | image/png
                    "data":"\\u002b/8A","mimeType":"a/b"     | a/b
                    "mimeType":"image/png","data":"-_8A"     | image/png
                    "data":"+/8A"                            | application/octet-stream
                    """)
    void blob_isDecodedFromAnyBase64(String fields, String mimeType) {
        AnswerContent content = content(body("{\"inlineData\":{" + fields + "}}"));

        assertThat(content.blobs()).singleElement().extracting(Blob::mimeType).isEqualTo(mimeType);
        assertThat(content.blobs().get(0).data()).containsExactly(0xFB, 0xFF, 0x00);
    }

    @Test
    void base64WithoutPadding_isDecoded() {
        assertThat(content(body("{\"inlineData\":{\"data\":\"AQI\"}}")).blobs().get(0).data())
                .containsExactly(1, 2);
    }

    @Test
    void blobBesidesText_isKeptInOrder_andAThoughtOneIsNot() {
        byte[] body =
                body(
                        """
                        {"text":"a"},{"inlineData":{"data":"AQ=="}},
                        {"inlineData":{"data":"Ag=="},"thought":true},
                        {"thought":true,"inlineData":{"data":"Aw=="}},
                        {"inlineData":{"data":"*"}},{"inlineData":{"data":"BA=="}}
                        """);

        AnswerContent content = content(body);

        assertThat(content.blobs())
                .extracting(blob -> blob.data()[0])
                .containsExactly((byte) 1, (byte) 4);
    }

    private AnswerContent content(byte[] body) {
        return ((GeminiReply.Answer) decoder.answer(body)).content();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
