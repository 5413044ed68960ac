package dev.gleaner.attachment;

import java.io.Serializable;

/**
 * Where the files of answers are written.
 *
 * @param path a folder as a URI of any FileSystem that Flink has, such as {@code
 *     s3://bucket/images}
 */
public record AttachmentSettings(String path) implements Serializable {}
