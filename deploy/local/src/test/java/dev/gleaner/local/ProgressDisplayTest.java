package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private static final String CLEAR = "\r\u001b[2K";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void line_namesEveryCount() {
        assertThat(new Progress(5_000, 1_200, 900, 100, 200, 123_456, 2_000).line())
                .isEqualTo(
                        "read 1,200 of 5,000 · enriched 900 · dead letters 100 · in flight 200"
                                + " · 500 records/s · 123,456 tokens");
    }

    @Test
    void line_atTheVeryStart_hasNoRate() {
        assertThat(new Progress(1, 0, 0, 0, 0, 0, 0).line()).contains(" 0 records/s");
    }

    @Test
    void terminal_rewritesOneLine() {
        ProgressDisplay display = display(200);
        display.show(at(0));
        display.show(at(100));
        assertThat(text()).isEqualTo(CLEAR + at(0).line() + CLEAR + at(100).line());
    }

    @Test
    void narrowTerminal_getsALineThatDoesNotWrap() {
        display(20).show(at(0));
        assertThat(text()).isEqualTo(CLEAR + "read 0 of 10 · enri");
    }

    @Test
    void terminal_isLeftWithTheWholeLine() {
        ProgressDisplay display = display(20);
        display.show(at(0));
        display.leave();
        assertThat(text()).endsWith(CLEAR + at(0).line() + System.lineSeparator());
    }

    @Test
    void file_getsALineEveryThreeSeconds() {
        ProgressDisplay display = display(0);
        display.show(at(0));
        display.show(at(2_999));
        display.show(at(3_000));
        display.show(at(3_001));
        assertThat(text().lines()).containsExactly(at(0).line(), at(3_000).line());
    }

    @Test
    void file_endsWithTheLastState() {
        ProgressDisplay display = display(0);
        display.show(at(0));
        display.show(at(1_000));
        display.leave();
        display.leave();
        assertThat(text().lines()).containsExactly(at(0).line(), at(1_000).line());
    }

    private ProgressDisplay display(int columns) {
        return new ProgressDisplay(new PrintStream(printed, true, StandardCharsets.UTF_8), columns);
    }

    private static Progress at(long millis) {
        return new Progress(10, millis / 1_000, 0, 0, 0, 0, millis);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
