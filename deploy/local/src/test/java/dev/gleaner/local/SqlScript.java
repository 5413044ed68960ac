package dev.gleaner.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A file of SQL statements, each ending with a semicolon at the end of a line. */
final class SqlScript {
    private SqlScript() {}

    /** Returns the statements, without their semicolons. */
    static List<String> read(Path file) throws IOException {
        String text =
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("--"))
                        .collect(Collectors.joining("\n"));
        return Arrays.stream(text.split(";(\n|$)", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
