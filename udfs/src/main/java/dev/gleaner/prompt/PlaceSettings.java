package dev.gleaner.prompt;

import java.io.Serializable;

/**
 * Where a record says it is from.
 *
 * @param latitude the path of the field with the latitude in degrees
 * @param longitude the path of the field with the longitude in degrees
 */
public record PlaceSettings(String latitude, String longitude) implements Serializable {}
