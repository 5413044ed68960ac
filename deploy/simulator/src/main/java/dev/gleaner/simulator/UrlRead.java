package dev.gleaner.simulator;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that the prompt names and the model went to read.
 *
 * @param url as in the prompt
 * @param status how that went
 */
record UrlRead(String url, Status status) {

    /** Told by the host, so that a prompt can ask for each. */
    enum Status {
        SUCCESS,
        /** hosts that end with {@code .invalid} */
        ERROR,
        /** hosts that begin with {@code paywall.} */
        PAYWALL,
        /** hosts that begin with {@code unsafe.} */
        UNSAFE
    }

    private static final int MOST_URLS = 20;
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"'`()\\[\\]{}]+");

    /** Every URL of a text, each once. */
    static List<UrlRead> all(String text) {
        Set<String> urls = new LinkedHashSet<>();
        Matcher found = URL.matcher(text);
        while (found.find()) {
            urls.add(found.group().replaceAll("[.,;:!?]+$", ""));
        }
        return urls.stream().map(url -> new UrlRead(url, status(host(url)))).toList();
    }

    /** Refuses a text that names more than can be read. */
    static void checkNumber(String text) throws RejectedRequestException {
        int number = all(text).size();
        if (number > MOST_URLS) {
            throw new RejectedRequestException(
                    GoogleErrors.invalid(
                            "Number of urls to lookup exceeds the limit (%d > %d)."
                                    .formatted(number, MOST_URLS)));
        }
    }

    String host() {
        return host(url);
    }

    private static Status status(String host) {
        if (host.startsWith("paywall.")) {
            return Status.PAYWALL;
        }
        if (host.startsWith("unsafe.")) {
            return Status.UNSAFE;
        }
        return host.isEmpty() || host.endsWith(".invalid") ? Status.ERROR : Status.SUCCESS;
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
