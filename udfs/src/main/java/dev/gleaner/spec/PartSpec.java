package dev.gleaner.spec;

import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** One part of the user's turn; exactly one of the first four is given. */
public record PartSpec(
        @Option(value = "Template of a text, as in prompt.user.", fromFile = true)
                @Nullable String text,
        @Option("Path of the field that holds a file in base64, or a data: URL.")
                @Nullable String base64,
        @Option(value = "Whether the record's own bytes are the file.", defaultValue = "false")
                boolean record,
        @Option("Template of the URI of a file that the endpoint fetches.") @Nullable String uri,
        @Option(
                        value =
                                "The file's mime type, or what it is where mimeTypeField is"
                                        + " absent.",
                        pattern = "[\\w.+-]+/[\\w.+-]+")
                @Nullable String mimeType,
        @Option("Path of the field that names the file's mime type.")
                @Nullable String mimeTypeField,
        @Option(
                        value = "Largest file that is sent, before base64.",
                        defaultValue = "15 mb",
                        min = "1 b",
                        max = "100 mb")
                MemorySize maxBytes,
        @Option(
                        value =
                                "Whether records without the field are asked about without the"
                                        + " file.",
                        defaultValue = "false")
                boolean optional) {}
