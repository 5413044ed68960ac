package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everyLineEnd_endsLinesAndEvents(String end) {
        String stream = "data: a\n\ndata:b\n\n\n\ndata:  c\ndata: d\n\n";

        assertThat(events(stream.replace("\n", end))).containsExactly("a", "b", " c\nd");
    }

    @Test
    void mixedLineEnds_endLinesAndEvents() {
        assertThat(events("data: a\r\n\ndata: b\r\rdata: c\n\r\ndata: d\r\n\r\n"))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void linesOfOneEvent_areJoined() {
        assertThat(events("data: {\ndata:\ndata: }\n\n")).containsExactly("{\n\n}");
    }

    @Test
    void whatIsNoData_isPassedOver() {
        String stream =
                """
                : alive

                event: message
                id: 1
                retry: 10
                data
                data: a
                DATA: no
                 data: no
                dat: no
                datax: no

                event: ping

                data:

                :{
                """;

        assertThat(events(stream)).containsExactly("a");
    }

    @Test
    void lastEvent_needsNoEmptyLine() {
        assertThat(events("data: a\n\ndata: b")).containsExactly("a", "b");
        assertThat(events("data: a\n\ndata: b\r\n")).containsExactly("a", "b");
    }

    @Test
    void byteOrderMark_isPassedOver() {
        assertThat(events("\uFEFFdata: a\n\n")).containsExactly("a");
        assertThat(events("\uFEFF{\"a\":1}")).containsExactly("{\"a\":1}");
    }

    @Test
    void jsonBehindEvents_isAnEventHoweverManyLinesItHas() {
        String error = "{\r\n  \"error\": {\r\n\r\n    \"message\": \"}\\\"{\"\r\n  }\r\n}";

        assertThat(events("data: a\r\n\r\n" + error + "\r\n")).containsExactly("a", error);
        assertThat(events("data: a\r\n" + error + "\r\ndata: b\n\n"))
                .containsExactly("a", error, "b");
    }

    @Test
    void elementsOfABareArray_areEvents() {
        assertThat(events("[{\n  \"a\": \"]\"\n}\n,\r\n{\"b\": [[1], {}]}\n]\n"))
                .containsExactly("{\n  \"a\": \"]\"\n}", "{\"b\": [[1], {}]}");
        assertThat(events("  [1, \"[{\", true, [2]]")).containsExactly("[2]");
    }

    @Test
    void oneDocumentInEachLine_isAnEventEach() {
        assertThat(events("{\"a\":1}\n{\"b\":2}{\"c\":3}")).hasSize(3);
    }

    @Test
    void jsonThatIsCutOff_isAnEventAsFarAsItCame() {
        assertThat(events("data: a\n\n{\"error\": {\"mess"))
                .containsExactly("a", "{\"error\": {\"mess");
    }

    @Test
    void afterTheEnd_nothingComes() {
        List<String> events = new ArrayList<>();
        SseDecoder decoder = decoder(events);
        decoder.end();
        decoder.read(WireFiles.utf8("data: a\n\n"));
        decoder.end();

        assertThat(events).isEmpty();
    }

    @Test
    void onlyBytesOfEvents_areReceived() {
        SseDecoder decoder = decoder(new ArrayList<>());
        decoder.read(WireFiles.utf8(": alive\n\nevent: x\n\n\n"));
        assertThat(decoder.received()).isZero();

        decoder.read(WireFiles.utf8("data: abc"));
        assertThat(decoder.received()).isEqualTo(3);
        decoder.read(WireFiles.utf8("d"));
        assertThat(decoder.received()).isEqualTo(4);
    }

    @Test
    void linesOfSomethingElse_areForeign() {
        SseDecoder html = decoder(new ArrayList<>());
        html.read(WireFiles.utf8("<html>"));
        SseDecoder sse = decoder(new ArrayList<>());
        sse.read(WireFiles.utf8(": x\nevent: x\nid: x\nretry: 1\ndata: {}\n\n\n{}\n"));

        assertThat(html.isForeign()).isTrue();
        assertThat(sse.isForeign()).isFalse();
    }

    @Test
    void anyPieces_giveTheSameEvents() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String stream =
                "\uFEFFdata: ä€😀\r\n\r\n"
                        + ": c\r"
                        + "data: x\n"
                        + "data: y\n\n"
                        + "id: 1\r\n\r\n"
                        + "[{\"a\":\"\\\\\"},\n"
                        + "{}]\r\n"
                        + "{\n"
                        + "\"error\":\"ö}\"\n"
                        + "}\r\n"
                        + "data: ü";
        byte[] bytes = WireFiles.utf8(stream);
        List<String> whole = events(stream);
        assertThat(whole)
                .containsExactly(
                        "ä€😀", "x\ny", "{\"a\":\"\\\\\"}", "{}", "{\n\"error\":\"ö}\"\n}", "ü");

        for (int i = 0; i < 2_000; i++) {
            List<String> events = new ArrayList<>();
            SseDecoder decoder = decoder(events);
            for (byte[] piece : WireFiles.pieces(bytes, random, 1 + random.nextInt(12))) {
                decoder.read(piece);
            }
            decoder.end();
            assertThat(events).as("seed " + seed + ", cut " + i).isEqualTo(whole);
        }
    }

    private static List<String> events(String stream) {
        List<String> events = new ArrayList<>();
        SseDecoder decoder = decoder(events);
        decoder.read(WireFiles.utf8(stream));
        decoder.end();
        return events;
    }

    private static SseDecoder decoder(List<String> events) {
        return new SseDecoder(data -> events.add(new String(data, StandardCharsets.UTF_8)));
    }
}
