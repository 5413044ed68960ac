package dev.gleaner.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path EXAMPLES = Path.of("../examples/bank-messages");

    @Test
    void afterTheLast_comesTheFirst() throws IOException {
        Messages messages = Messages.read(EXAMPLES, 0);
        assertThat(messages.get(5_002)).isEqualTo(messages.get(0)).isNotEqualTo(messages.get(1));
    }

    @Test
    void filled_isAboutAsLargeAsAsked_andStillARecord() throws IOException {
        String message = Messages.read(EXAMPLES, 10_000).get(3);
        assertThat(message.length()).isBetween(9_700, 10_700);
        assertThat(message).startsWith("{\"id\":\"m-").endsWith("}");
    }
}
