package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.simulator.StreamPace.LineEnd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlJsonTest {

    @Test
    void merge_someNames_keepsTheOthers() {
        Control before = Control.none().withConcurrencyLimit(7).withFault(Fault.SAFETY, 0.5);
        Control after =
                merge(before, "{\"latency\":\"fixed:5ms\",\"faults\":{\"unavailable\":0.25}}");
        assertThat(after)
                .isEqualTo(
                        before.withLatency(Latency.parse("fixed:5ms"))
                                .withFault(Fault.UNAVAILABLE, 0.25));
    }

    @Test
    void merge_rateOfZero_removesTheFault() {
        Control before = Control.none().withFault(Fault.SAFETY, 0.5);
        assertThat(merge(before, "{\"faults\":{\"safety\":0}}")).isEqualTo(Control.none());
    }

    @Test
    void encode_control_isReadBackTheSame() {
        Control control =
                new Control(
                                Latency.parse("uniform:1ms:2ms"),
                                3,
                                4.5,
                                5,
                                6,
                                7,
                                true,
                                true,
                                new StreamPace(8, Latency.parse("fixed:9ms"), LineEnd.LF),
                                new CacheRules(true, Fault.UNAVAILABLE),
                                null,
                                Control.none().faults())
                        .withFault(Fault.RESET, 0.125);
        String json = new String(ControlJson.encode(control), StandardCharsets.UTF_8);
        assertThat(merge(Control.none(), json)).isEqualTo(control);
    }

    @Test
    void merge_acceptedKeys_areTakenAndNeverShown() {
        Control some = merge(Control.none(), "{\"acceptedKeys\":[\"alpha\",\"beta\"]}");
        assertThat(some.acceptedKeys()).isEqualTo(AcceptedKey.oneOf(List.of("beta", "alpha")));
        assertThat(new String(ControlJson.encode(some), StandardCharsets.UTF_8))
                .doesNotContain("alpha");
        assertThat(some.toString()).doesNotContain("alpha").contains("2 keys");
        assertThat(merge(some, "{}").acceptedKeys()).isEqualTo(some.acceptedKeys());
        assertThat(merge(some, "{\"acceptedKeys\":[]}").acceptedKeys()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"laatency\":\"none\"}|laatency",
                "{\"faults\":{\"nope\":1}}|nope",
                "{\"faults\":{\"safety\":2}}|safety",
                "{\"faults\":{\"safety\":0.6,\"reset\":0.6}}|sum of faults",
                "{\"concurrencyLimit\":-1}|concurrencyLimit",
                "{\"concurrencyLimit\":1.5}|concurrencyLimit",
                "{\"requestsPerSecond\":\"x\"}|requestsPerSecond",
                "{\"rejectAtOnce\":1}|rejectAtOnce",
                "{\"streamChunks\":0}|streamChunks",
                "{\"streamChunkInterval\":\"soon\"}|latency",
                "{\"streamLineEnd\":\"cr\"}|streamLineEnd",
                "{\"cacheFault\":\"nope\"}|nope",
                "{\"cacheFault\":\"safety\"}|cacheFault",
                "{\"acceptedKeys\":\"k\"}|acceptedKeys",
                "{\"latency\":\"soon\"}|latency",
                "[]|object",
                "{|not JSON"
            })
    void merge_wrongInput_namesIt(String json, String named) {
        assertThatThrownBy(() -> merge(Control.none(), json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    private static Control merge(Control base, String json) {
        return ControlJson.merge(base, json.getBytes(StandardCharsets.UTF_8));
    }
}
