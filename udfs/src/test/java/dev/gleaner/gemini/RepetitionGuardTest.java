package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionGuardTest {
    private static final String PREFACE = "{\"company\":\"Siemens AG\",\"founded\":\"1847\",\"x\":";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "3", " ", "\\n", "0,", "\"AI\",", "\n      \"AI\",", "ha ", "😀"})
    void unitOverAndOver_isNoticedWithinAFewKilobytes(String unit) {
        int length = lengthAtNotice(PREFACE, unit);

        assertThat(length).isLessThan(unit.length() == 1 ? 4_200 : 21_000);
    }

    @ParameterizedTest
    @CsvSource({"40, 21000", "333, 21000", "1024, 21000", "1025, 82000", "4096, 82000"})
    void longUnit_isNoticed(int unitLength, int atMost) {
        long seed = System.nanoTime();
        String unit = letters(new Random(seed), unitLength);

        assertThat(lengthAtNotice(PREFACE, unit)).as("seed " + seed).isLessThan(atMost);
    }

    /** Where what follows a stretch depends on more than the stretch. */
    @Test
    void unitWhosePartsRepeatInsideOfIt_isNoticed() {
        String same = "{\"type\":\"organisation\",\"country\":\"Germany\",\"name\":\"";
        String unit =
                "XYXYY"
                        .chars()
                        .mapToObj(c -> same + (char) c + "\"},")
                        .collect(Collectors.joining());

        assertThat(lengthAtNotice(PREFACE, unit)).isLessThan(21_000);
    }

    @Test
    void loopThatBeginsInAnotherLoop_isNoticed() {
        assertThat(lengthAtNotice(PREFACE + "ab,".repeat(5_000), "abc,"))
                .isLessThan(15_000 + 21_000);
    }

    @Test
    void randomUnits_areNoticedFromAnyPlaceAndLetPassBelowTheFigures() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String preface = letters(random, random.nextInt(3_000));
            // Both letters: one alone is a shorter unit, with a figure of its own.
            String unit = "ab" + letters(random, random.nextInt(1_023), "ab");
            String below = preface + repeated(unit, 16_300) + letters(random, 10_000);
            String above = preface + repeated(unit, 16_384 + 4 * 1_024) + letters(random, 10_000);

            assertThat(new RepetitionGuard().isRepetitive(above))
                    .as("seed %d, %d", seed, i)
                    .isTrue();
            // Two letters in a row may prolong a stretch by chance, but hardly by so much.
            assertThat(new RepetitionGuard().isRepetitive(below))
                    .as("seed %d, %d", seed, i)
                    .isFalse();
        }
    }

    @Test
    void answersThatOnlyLookAlike_areLetPass() {
        String equalNumbers = "[" + "0,".repeat(5_000) + "0]";
        String printedNumbers = "[" + "\n        0.0,".repeat(1_200) + "\n]";
        String table =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "| " + i + " | yes | no | open | closed |\n")
                        .collect(Collectors.joining());
        String objects =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "{\"id\":%d,\"ok\":true,\"note\":null},".formatted(i))
                        .collect(Collectors.joining());
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String zeros = Base64.getEncoder().encodeToString(new byte[3_000]);

        for (String text :
                new String[] {equalNumbers, printedNumbers, table, objects, base64, zeros}) {
            assertThat(new RepetitionGuard().isRepetitive(PREFACE + text)).isFalse();
        }
    }

    @Test
    void brokenOffLoops_doNotAddUp() {
        String text =
                (letters(new Random(2), 50) + "\n".repeat(4_000)).repeat(3) + "0,".repeat(8_000);

        assertThat(new RepetitionGuard().isRepetitive(text)).isFalse();
    }

    private static int lengthAtNotice(String preface, String unit) {
        StringBuilder text = new StringBuilder(preface);
        RepetitionGuard guard = new RepetitionGuard();
        while (!guard.isRepetitive(text)) {
            assertThat(text.length()).isLessThan(200_000);
            text.append(unit);
        }
        return text.length();
    }

    private static String repeated(String unit, int length) {
        return unit.repeat(length / unit.length() + 1).substring(0, length);
    }

    private static String letters(Random random, int length) {
        return letters(random, length, "abcdefghijklmnopqrstuvwxyz .,0123456789");
    }

    private static String letters(Random random, int length, String from) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return text.toString();
    }
}
