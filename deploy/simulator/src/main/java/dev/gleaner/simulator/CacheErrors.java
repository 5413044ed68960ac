package dev.gleaner.simulator;

/**
 * Refusals that concern cached contents, as the Gemini API words them and as Vertex AI does.
 * Stateless. Facts: recorded answers of both, September 2026.
 */
final class CacheErrors {

    private CacheErrors() {}

    /** There is none of this name. */
    static ApiError gone(String name, Envelope envelope) {
        return envelope == Envelope.VERTEX
                ? GoogleErrors.plain(
                        404,
                        "NOT_FOUND",
                        "Not found: cached content metadata for " + lastSegment(name) + ".")
                : GoogleErrors.plain(
                        403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)");
    }

    /** Its time is over. In a project of Vertex AI that is not the same as gone. */
    static ApiError expired(String name, Envelope envelope) {
        return name.startsWith("projects/")
                ? GoogleErrors.plain(
                        400, "INVALID_ARGUMENT", "The cache content " + name + " has expired.")
                : gone(name, envelope);
    }

    static ApiError otherModel(String requested, String cached, Envelope envelope) {
        return GoogleErrors.invalid(
                envelope == Envelope.VERTEX
                        ? "Cached content model does not match the model in the request."
                        : "Model used by GenerateContent request (models/%s) and CachedContent (models/%s) has to be the same."
                                .formatted(requested, cached));
    }

    /** The request has what belongs into the cached content. */
    static ApiError setTwice(Envelope envelope) {
        return GoogleErrors.invalid(
                envelope == Envelope.VERTEX
                        ? "Tool config, tools and system instruction should not be set in the"
                                + " request when using cached content."
                        : "CachedContent can not be used with GenerateContent request setting"
                                + " system_instruction, tools or tool_config.\n\n"
                                + "Proposed fix: move those values to CachedContent from"
                                + " GenerateContent request.");
    }

    static ApiError tooSmall(int tokens, int minimum, Envelope envelope) {
        return GoogleErrors.invalid(
                envelope == Envelope.VERTEX
                        ? "The cached content is of %d tokens. The minimum token count to start caching is %d."
                                .formatted(tokens, minimum)
                        : "Cached content is too small. total_token_count=%d, min_total_token_count=%d"
                                .formatted(tokens, minimum));
    }

    private static String lastSegment(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
