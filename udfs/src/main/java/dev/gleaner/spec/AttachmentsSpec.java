package dev.gleaner.spec;

/** Where the files of answers go. */
public record AttachmentsSpec(
        @Option(
                        value =
                                "Folder for the files of answers, as a URI of any FileSystem that"
                                        + " Flink has. Those of a job are in a folder of its name"
                                        + " there. Kafka gets their addresses.",
                        required = "name a folder such as s3://bucket/images",
                        pattern = "[a-z][a-z0-9+.-]*:/[^\\s{}]+")
                String path) {}
