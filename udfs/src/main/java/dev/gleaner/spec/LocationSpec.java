package dev.gleaner.spec;

/** Where a record says it is from. */
public record LocationSpec(
        @Option(
                        value = "Path of the field with the latitude, in degrees.",
                        required = "name the field")
                String latitude,
        @Option(
                        value = "Path of the field with the longitude, in degrees.",
                        required = "name the field")
                String longitude) {}
