package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The containers of docker-compose.yml: what they may do, and what they are made of. */
class ComposeFileTest {
    private static final Path HOME = Path.of("../..");
    private static final String OWN_IMAGE = "gleaner:local";
    private static final Pattern EXACT_TAG = Pattern.compile("[a-z/]+:v?\\d+\\.\\d+\\.\\d+.*");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    @Test
    void services_haveNoneOfRootsRights() throws IOException {
        assertThat(services().properties())
                .isNotEmpty()
                .allSatisfy(
                        service -> {
                            JsonNode value = service.getValue();
                            assertThat(value.at("/cap_drop/0").asText()).isEqualTo("ALL");
                            assertThat(value.at("/security_opt/0").asText())
                                    .isEqualTo("no-new-privileges:true");
                            assertThat(value.has("cap_add")).isFalse();
                            assertThat(value.has("privileged")).isFalse();
                        });
    }

    @Test
    void images_areOfOneVersion() throws IOException {
        List<String> composed =
                services().properties().stream()
                        .map(Map.Entry::getValue)
                        .map(service -> service.path("image").asText())
                        .filter(image -> !image.equals(OWN_IMAGE))
                        .toList();
        List<String> built =
                FROM.matcher(Files.readString(HOME.resolve("deploy/docker/Dockerfile")))
                        .results()
                        .map(found -> found.group(1))
                        .toList();

        assertThat(composed).hasSizeGreaterThan(2).allMatch(EXACT_TAG.asMatchPredicate());
        assertThat(built).hasSize(2).allMatch(EXACT_TAG.asMatchPredicate());
    }

    private static JsonNode services() throws IOException {
        return YamlFile.read(HOME.resolve("docker-compose.yml")).path("services");
    }
}
