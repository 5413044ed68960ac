package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What lies in the jar that is submitted; needs it built, but no container. */
class GleanerJarITCase {
    private static final Path JAR = Path.of("../../job/target/gleaner-job.jar");

    /** All that may bring classes under its own name; what has native code cannot be renamed. */
    private static final Pattern OWN =
            Pattern.compile(
                    "dev/gleaner/.*"
                            + "|org/apache/kafka/.*"
                            + "|org/apache/flink/connector/kafka/.*"
                            + "|org/apache/flink/streaming/(connectors/kafka|util/serialization)/.*"
                            + "|(com/github/luben/zstd|org/xerial/snappy|net/jpountz)/.*");

    @Test
    void everyClass_isRenamedOrOursToBring() throws IOException {
        assertThat(entries())
                .filteredOn(name -> name.endsWith(".class"))
                .hasSizeGreaterThan(5_000)
                .filteredOn(name -> !OWN.matcher(name).matches())
                .isEmpty();
    }

    @Test
    void services_areThoseOfRenamedClasses() throws IOException {
        assertThat(entries())
                .filteredOn(name -> name.startsWith("META-INF/services/"))
                .isNotEmpty()
                .allMatch(
                        name ->
                                name.matches(
                                        "META-INF/services/(dev\\.gleaner|org\\.apache)\\..*"));
    }

    @Test
    void signaturesAndOtherVersions_areLeftOut() throws IOException {
        assertThat(entries())
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
                .noneMatch(name -> name.startsWith("META-INF/versions/"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    @Test
    void manifest_namesTheProgramAndItsVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS))
                    .isEqualTo("dev.gleaner.job.JobMain");
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                    .matches("\\d+\\.\\d+\\.\\d+.*");
        }
    }

    /** Keys that were renamed with the classes would not be found in the file of defaults. */
    @Test
    void renamedHttpClient_readsItsDefaults() throws Exception {
        URL[] classPath = {
            JAR.toUri().toURL(), Logger.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (var jar = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> builder =
                    jar.loadClass(
                            "dev.gleaner.shaded.asynchttpclient"
                                    + ".DefaultAsyncHttpClientConfig$Builder");
            Object config =
                    builder.getMethod("build").invoke(builder.getConstructor().newInstance());
            assertThat(config.getClass().getMethod("getMaxRequestRetry").invoke(config))
                    .isEqualTo(5);
            assertThat(config.getClass().getMethod("getThreadPoolName").invoke(config))
                    .isEqualTo("AsyncHttpClient");
        }
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }
}
