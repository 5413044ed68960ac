package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final String TEMPLATE = "https://crm.example:8443/v1/{id}/orders?of={of}&all=1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    42             | a b         | 42              | a%20b
                    x@evil.example | x           | x%40evil.example | x
                    a?b#c          | 1&all=0#x   | a%3Fb%23c       | 1%26all%3D0%23x
                    ü€😀           | +%2F        | %C3%BC%E2%82%AC%F0%9F%98%80 | %2B%252F
                    ...            | ../..       | ...             | ..%2F..
                    {of}           | {id}        | %7Bof%7D        | %7Bid%7D
                    """)
    void argument_staysInItsPlace(String id, String of, String encodedId, String encodedOf)
            throws Exception {
        assertThat(render(TEMPLATE, args(id, of)))
                .isEqualTo(
                        "https://crm.example:8443/v1/"
                                + encodedId
                                + "/orders?of="
                                + encodedOf
                                + "&all=1");
    }

    @Test
    void anyArgument_leavesHostAndStructureAsTheyAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String url;
            try {
                url = render(TEMPLATE, args(hostile(random), hostile(random)));
            } catch (ToolFailureException refused) {
                continue;
            }
            URI uri = URI.create(url);
            assertThat(uri.getRawAuthority()).as("seed %d", seed).isEqualTo("crm.example:8443");
            assertThat(uri.normalize().getRawPath()).matches("/v1/[^/]+/orders");
            assertThat(uri.getPath()).as("decoded once").matches("/v1/[^/\\\\]+/orders");
            assertThat(uri.getRawQuery()).matches("of=[^&=]*&all=1");
            assertThat(uri.getRawFragment()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "..\\x", "/", "a\nb", "\0"})
    void pathArgument_thatCouldLeaveItsSegmentIsRefused(String id) {
        assertThatThrownBy(() -> render(TEMPLATE, args(id, "x")))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining("argument")
                .hasMessageNotContaining("crm.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/{a}{a}", "https://h/%2E{a}", "https://h/{a}%2e/x"})
    void segmentThatIsDotsOnlyTogether_isRefused(String template) {
        ObjectNode args = JsonNodeFactory.instance.objectNode().put("a", ".");

        assertThatThrownBy(() -> render(template, args)).isInstanceOf(ToolFailureException.class);
    }

    @Test
    void numbersAndBooleans_areWritten() throws Exception {
        ObjectNode args = JsonNodeFactory.instance.objectNode().put("id", 12.50).put("of", true);

        assertThat(render(TEMPLATE, args)).contains("/v1/12.5/orders?of=true&");
    }

    @Test
    void missingArgument_isLeftEmptyOnlyInTheQueryAndIfOptional() throws Exception {
        ObjectNode onlyId = JsonNodeFactory.instance.objectNode().put("id", "1").putNull("of");
        ObjectNode onlyOf = JsonNodeFactory.instance.objectNode().put("of", "1");
        UrlTemplate template = UrlTemplate.of(TEMPLATE);

        assertThat(template.render(onlyId, Set.of("of", "id"))).endsWith("?of=&all=1");
        assertThatThrownBy(() -> template.render(onlyId, Set.of()))
                .hasMessage("argument 'of' is missing");
        assertThatThrownBy(() -> template.render(onlyOf, Set.of("of", "id")))
                .hasMessage("argument 'id' is missing");
    }

    @Test
    void argumentThatIsNoValue_isRefused() {
        ObjectNode args = JsonNodeFactory.instance.objectNode().put("id", "1");
        args.putArray("of").add("x");

        assertThatThrownBy(() -> render(TEMPLATE, args)).hasMessageContaining("must be a text");
    }

    @Test
    void hugeArgument_isRefused() {
        assertThatThrownBy(() -> render(TEMPLATE, args("1", "x".repeat(9_000))))
                .hasMessage("the arguments are too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/x",
                "h/x",
                "https://{host}/x",
                "https://h{port}/x",
                "https://user:secret@h/x",
                "https://h/x#{a}",
                "https://h/x/../y",
                "https://h/x/%2E%2e/y",
                "https://h/{a b}",
                "https://h/{}",
                "https://h/{a",
                "https://h/ü",
                "https://h/a b",
                "https://h:port/x",
                "https:///x"
            })
    void templateThatIsNoSafeUrl_isRefused(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlTemplate.of(template))
                .withMessageStartingWith("url ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    private static String render(String template, ObjectNode args) throws ToolFailureException {
        return UrlTemplate.of(template).render(args, Set.of());
    }

    private static ObjectNode args(String id, String of) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("of", of);
    }

    private static String hostile(Random random) {
        String alphabet = "./\\%2eF@:?&=#;{}ab \n\0ü\uD83D\uDE00";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
