package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentRequestTest {
    private static final String TEXT =
            "Dear \"team\",\nMr Müller (born 4 May 1970) cannot pay.\tC:\\new\\file 日本語の秘密です";

    @Test
    void whatIsRepeated_isMaskedHoweverItIsEscaped() {
        String once = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(TEXT));
        String twice = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(once));
        String html = TEXT.replace("\"", "&quot;");
        String ascii = TEXT.replace("ü", "\\u00fc").replace("日", "\\u65e5");
        String spaced = TEXT.replaceAll("\\s+", "  ");
        String shouted = "DEAR TEAM, MR MüLLER BORN 4 MAY 1970 CANNOT PAY";

        for (String echo : List.of(TEXT, once, twice, html, ascii, spaced, shouted)) {
            String masked = masked(TEXT, "refused: " + echo + ". Sorry");

            assertThat(masked).as(echo).startsWith("refused: ***").endsWith(". Sorry");
            assertThat(masked).as(echo).hasSizeLessThan(25);
        }
    }

    @Test
    void everyStretch_isMaskedAndTheRestStays() {
        assertThat(masked(TEXT, "a born 4 May 1970 cannot z, b 日本語の秘密 y, c Mr Müller, d"))
                .isEqualTo("a *** z, b *** y, c Mr Müller, d");
    }

    @ParameterizedTest
    @CsvSource({"abcdefghijklmnop, ***", "abcdefghijklmno, abcdefghijklmno"})
    void stretch_isMaskedFromSixteenLettersOn(String said, String shown) {
        assertThat(masked("xx abcdefghijklmnop yy", "- " + said + " -"))
                .isEqualTo("- " + shown + " -");
    }

    @Test
    void whatAllRequestsShare_stays() throws Exception {
        byte[] body =
                new RequestEncoder(
                                new RequestSettings(
                                        "Extract what customers complain about.",
                                        List.of(),
                                        AnswerFormat.schema(
                                                "{\"properties\":{\"customerSatisfactionScore\":{}}}"),
                                        "{}",
                                        "{}"))
                        .encode(
                                new Prompt(
                                        List.of(
                                                new PromptPart.Text("hello"),
                                                new PromptPart.File(
                                                        "application/vnd.ms-excel", "gs://a/b")),
                                        null));
        String said =
                "properties.customerSatisfactionScore: Extract what customers complain about,"
                        + " application/vnd.ms-excel, generationConfig.responseSchema,"
                        + " functionResponse";

        assertThat(new SentRequest(body).masked(said)).isEqualTo(said);
    }

    @Test
    void followingTurns_areMaskedToo() throws Exception {
        byte[] body =
                new RequestEncoder(
                                new RequestSettings(null, List.of(), AnswerFormat.JSON, "{}", "{}"))
                        .encode(
                                Prompt.of("a ] b"),
                                List.of(
                                        RequestEncoder.modelTurn("x"),
                                        RequestEncoder.functionResponses(
                                                List.of(
                                                        new FunctionResponse(
                                                                null,
                                                                "f",
                                                                JsonBytes.utf8(
                                                                        "{\"of\":\"the balance is"
                                                                            + " 12,345,678\"}"))))),
                                null);

        assertThat(new SentRequest(body).masked("no: the balance is 12,345,678."))
                .isEqualTo("no: ***.");
    }

    @Test
    void hugeRequestAndMessage_areComparedInTime() throws Exception {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < 1 << 20) {
            text.append((char) ('a' + random.nextInt(4)));
        }
        String same = "a".repeat(1 << 20);
        byte[] mixed = request(text.toString());
        byte[] monotonous = request(same);

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> {
                    assertThat(new SentRequest(mixed).masked(text.substring(7, 60_000)))
                            .isEqualTo("***");
                    assertThat(new SentRequest(monotonous).masked(same.substring(0, 60_000)))
                            .isEqualTo("***");
                });
    }

    @ParameterizedTest
    @CsvSource({"''", "{", "'\"contents\":['", "'\"contents\":[\"\\'", "'\"contents\":[\"abc'"})
    void brokenRequest_hidesNothing(String request) {
        String said = "something that is long enough";

        assertThat(new SentRequest(JsonBytes.utf8(request)).masked(said)).isEqualTo(said);
    }

    static byte[] request(String prompt) {
        return new RequestEncoder(
                        new RequestSettings("Be brief.", List.of(), AnswerFormat.JSON, "{}", "{}"))
                .encode(Prompt.of(prompt));
    }

    private static String masked(String prompt, String said) {
        return new SentRequest(request(prompt)).masked(said);
    }
}
