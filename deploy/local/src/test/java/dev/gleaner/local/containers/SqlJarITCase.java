package dev.gleaner.local.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What lies in the jar for SQL, and that the job's jar is no second one; needs both built. */
class SqlJarITCase {
    private static final String FACTORIES =
            "META-INF/services/org.apache.flink.table.factories.Factory";
    private static final Path SQL = Path.of("../../udfs/target/gleaner-sql.jar");
    private static final Path JOB = Path.of("../../job/target/gleaner-job.jar");

    @Test
    void everyClass_isOursOrRenamed() throws IOException {
        assertThat(entries(SQL))
                .filteredOn(name -> name.endsWith(".class"))
                .hasSizeGreaterThan(3_000)
                .allMatch(name -> name.startsWith("dev/gleaner/"));
    }

    @Test
    void factories_areFoundInOneOfTheJars() throws IOException {
        assertThat(factories(SQL)).contains("dev.gleaner.sql.GeminiModelProviderFactory");
        assertThat(factories(JOB)).doesNotContain("dev.gleaner");
        assertThat(entries(JOB)).noneMatch(name -> name.startsWith("dev/gleaner/sql/"));
    }

    private static String factories(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(FACTORIES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
