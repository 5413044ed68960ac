package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gleaner.http.ProxySettings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tools are found and made, and what is refused before any record is read. */
class ToolSetupTest {
    private static final String PARAMETERS =
            "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}";

    private final Path folder;

    ToolSetupTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void declarations_areTheApis() throws IOException {
        ToolSettings settings =
                settings(List.of("stock", "weather"), http("crm", "https://h/{id}", "h", 10));

        assertThat(
                        ToolBox.declarations(
                                settings, loader(FakeTool.Weather.class, FakeTool.Stock.class)))
                .containsExactly(
                        "{\"name\":\"stock\",\"description\":\"Says what stock is.\","
                                + "\"parametersJsonSchema\":{\"type\":\"OBJECT\",\"properties\":"
                                + "{\"sku\":{\"type\":\"string\"}}}}",
                        "{\"name\":\"weather\",\"description\":\"Says what weather is.\"}",
                        "{\"name\":\"crm\",\"description\":\"Reads.\",\"parametersJsonSchema\":"
                                + PARAMETERS
                                + "}");
    }

    @Test
    void serviceThatIsNotThere_isToldWhatWasFound() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ToolBox.open(
                                        settings(List.of("wether")),
                                        loader(
                                                FakeTool.Weather.class,
                                                FakeTool.Broken.class,
                                                FakeTool.Stock.class),
                                        ProxySettings.DIRECT))
                .withMessageContaining("no service 'wether'")
                .withMessageContaining("found weather, stock")
                .withMessageContaining("could not make")
                .withMessageContaining("Broken");
    }

    @Test
    void noServiceAtAll_isSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ToolBox.open(settings(List.of("x")), loader(), ProxySettings.DIRECT))
                .withMessageContaining("found none");
    }

    @Test
    void twoServicesOfOneName_areRefusedIfTheNameIsUsed() throws IOException {
        ClassLoader loader =
                loader(FakeTool.Weather.class, FakeTool.OtherWeather.class, FakeTool.Stock.class);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ToolBox.open(
                                        settings(List.of("weather")), loader, ProxySettings.DIRECT))
                .withMessageContaining("two services are named 'weather'");
        assertThat(ToolBox.declarations(settings(List.of("stock")), loader)).hasSize(1);
    }

    @Test
    void twoFunctionsOfOneName_areRefused() throws IOException {
        HttpToolSettings weather = http("weather", "https://h/{id}", "h", 10);
        ClassLoader loader = loader(FakeTool.Weather.class);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ToolBox.open(
                                        settings(List.of("weather"), weather),
                                        loader,
                                        ProxySettings.DIRECT))
                .withMessageContaining("two functions are named 'weather'");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ToolBox.open(
                                        settings(List.of(), weather, weather),
                                        loader,
                                        ProxySettings.DIRECT))
                .withMessageContaining("two functions are named 'weather'");
    }

    @Test
    void serviceWithAnUnusableName_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ToolBox.declarations(
                                        settings(List.of("no name")),
                                        loader(FakeTool.Nameless.class)))
                .withMessageContaining("'no name' must be named with letters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    9crm | https://h/{id}   | h       | 10 | must be named
                    crm  | https://h/{nr}   | h       | 10 | {nr}, which is not among the parameters
                    crm  | https://h/{id}   | other   | 10 | does not have the url's https://h:443
                    crm  | https://h:1/{id} | h       | 10 | does not have the url's https://h:1
                    crm  | http://h.x/{id}  | h.x     | 10 | http must be allowed as such
                    crm  | https://{id}/x   | h       | 10 | url must begin with
                    crm  | https://h/{id}   | h/      | 10 | allowedHosts must hold
                    crm  | https://h/{id}   | h       | 0  | maxBytes must be at least 1
                    """)
    void httpToolThatCouldNotWork_isRefusedAtOnce(
            String name, String url, String host, int maxBytes, String why) {
        ToolSettings settings = settings(List.of(), http(name, url, host, maxBytes));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolBox.declarations(settings, loader()))
                .withMessageContaining(why)
                .withMessageContaining(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolBox.open(settings, loader(), ProxySettings.DIRECT));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gleaner-http"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {             | parameters are not valid JSON
                    {}            | "type": "object"
                    []            | "type": "object"
                    ~~            | "type": "object"
                    {"type":"string","properties":{"id":{}}} | "type": "object"
                    """)
    void parametersThatAreNoObject_areRefused(String parameters, String why) {
        HttpToolSettings http =
                new HttpToolSettings("crm", "Reads.", parameters, "https://h/x", List.of("h"), 10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolBox.declarations(settings(List.of(), http), loader()))
                .withMessageContaining(why);
    }

    @Test
    void timeoutOfNothing_isRefused() {
        ToolSettings settings =
                new ToolSettings(
                        List.of(), List.of(http("crm", "https://h/x", "h", 1)), 1, Duration.ZERO);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolBox.open(settings, loader(), ProxySettings.DIRECT))
                .withMessageContaining("tools.functions.timeout");
    }

    private static ToolSettings settings(List<String> services, HttpToolSettings... http) {
        return new ToolSettings(services, Arrays.asList(http), 1, Duration.ofSeconds(5));
    }

    private static HttpToolSettings http(String name, String url, String host, int maxBytes) {
        return new HttpToolSettings(name, "Reads.", PARAMETERS, url, List.of(host), maxBytes);
    }

    private ClassLoader loader(Class<?>... services) throws IOException {
        Path file = folder.resolve("META-INF/services/dev.gleaner.tool.EnrichmentTool");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                Arrays.stream(services).map(Class::getName).collect(Collectors.joining("\n")));
        return new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, ToolSetupTest.class.getClassLoader());
    }
}
