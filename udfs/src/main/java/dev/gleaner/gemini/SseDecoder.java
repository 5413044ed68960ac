package dev.gleaner.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts a stream of server-sent events into the data of each, whatever pieces the bytes come in. A
 * line ends with CR, LF or both; comments, other fields and events without data are passed over;
 * what stands before the end of the stream is an event even without the empty line that should
 * follow it, since Gemini leaves that out.
 *
 * <p>Gemini also sends JSON that is in no event: an error after good events, and a whole stream as
 * one array if it was not asked for events. So where a line begins with a brace or a bracket, that
 * JSON, however many lines it has, is an event too, or each element of the array is one.
 *
 * <p>Bytes are copied once and are never decoded here, so that a character may lie in two pieces.
 * Takes memory for one event. Not thread-safe. Source: the HTML standard, server-sent events.
 */
final class SseDecoder {
    private static final byte[] FIELD = {'d', 'a', 't', 'a', ':'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern BEGINNING =
            Pattern.compile("\uFEFF?\\s*(data:|event:|id:|retry:|:)");
    private static final int LONGEST_BEGINNING = 64;
    private static final int SMALLEST = 512;

    private enum Place {
        MARK,
        LINE_START,
        INDENT,
        FIELD_NAME,
        VALUE_START,
        VALUE,
        REST_OF_LINE,
        JSON
    }

    private final Consumer<byte[]> events;

    private Place place = Place.MARK;
    private int matched;
    private boolean afterCr;
    private boolean hasData;
    private byte[] data = new byte[SMALLEST];
    private int length;
    private long received;
    private boolean foreign;
    private BareJson json = new BareJson();

    /**
     * Makes a decoder.
     *
     * @param events takes the data of each event, which is its own; it is never empty
     */
    SseDecoder(Consumer<byte[]> events) {
        this.events = events;
    }

    /** Returns whether a body begins as a stream of events does, and not as JSON. */
    static boolean isStream(byte[] body) {
        boolean json = body.length > 0 && body[0] == '{';
        int length = Math.min(body.length, LONGEST_BEGINNING);
        return !json
                && BEGINNING
                        .matcher(new String(body, 0, length, StandardCharsets.UTF_8))
                        .lookingAt();
    }

    /** Takes the next piece of the stream. */
    void read(byte[] piece) {
        int i = 0;
        while (i < piece.length) {
            if (place == Place.VALUE) {
                int end = endOfLine(piece, i);
                append(piece, i, end);
                i = end;
                if (i == piece.length) {
                    return;
                }
            }
            readByte(piece[i++]);
        }
    }

    /** Takes note that the stream has ended. */
    void end() {
        dispatch();
        place = Place.REST_OF_LINE;
    }

    /**
     * Returns how many bytes there were so far of events, not counting comments and empty lines,
     * which servers send to keep a connection alive.
     */
    long received() {
        return received;
    }

    /** Returns whether there was any line that server-sent events do not have, such as HTML. */
    boolean isForeign() {
        return foreign;
    }

    private void readByte(byte b) {
        switch (place) {
            case MARK -> readMark(b);
            case JSON -> readJson(b);
            default -> readLine(b);
        }
    }

    private void readMark(byte b) {
        if (b == BYTE_ORDER_MARK[matched]) {
            if (++matched == BYTE_ORDER_MARK.length) {
                place = Place.LINE_START;
            }
        } else {
            place = matched == 0 ? Place.LINE_START : Place.REST_OF_LINE;
            readLine(b);
        }
    }

    private void readLine(byte b) {
        boolean lineFeedOfCr = afterCr && b == '\n';
        afterCr = b == '\r';
        if (lineFeedOfCr) {
            return;
        }
        if (b == '\r' || b == '\n') {
            if (place == Place.LINE_START) {
                dispatch();
            }
            place = Place.LINE_START;
            return;
        }
        switch (place) {
            case LINE_START, INDENT -> startLine(b);
            case FIELD_NAME -> readFieldName(b);
            case VALUE_START -> {
                place = Place.VALUE;
                if (b != ' ') {
                    append(b);
                }
            }
            case VALUE -> append(b);
            default -> {
                // passed over
            }
        }
    }

    private void startLine(byte b) {
        switch (b) {
            case '{', '[' -> {
                dispatch();
                json = new BareJson();
                place = Place.JSON;
                readJson(b);
            }
            case ' ', '\t' -> place = Place.INDENT; // before JSON, but before no field
            case ':' -> place = Place.REST_OF_LINE;
            default -> {
                boolean indented = place == Place.INDENT;
                matched = 0;
                place = indented ? Place.REST_OF_LINE : Place.FIELD_NAME;
                if (!indented) {
                    readFieldName(b);
                }
            }
        }
    }

    private void readFieldName(byte b) {
        if (b != FIELD[matched]) {
            foreign |= matched == 0 && b != 'e' && b != 'i' && b != 'r';
            place = Place.REST_OF_LINE;
        } else if (++matched == FIELD.length) {
            place = Place.VALUE_START;
            if (hasData) {
                append((byte) '\n');
            }
            hasData = true;
        }
    }

    private void readJson(byte b) {
        if (json.read(b)) {
            append(b);
        }
        if (json.isElementEnd()) {
            dispatch();
        }
        if (json.isEnd()) {
            place = Place.LINE_START;
        }
    }

    private void dispatch() {
        if (length > 0) {
            events.accept(Arrays.copyOf(data, length));
        }
        length = 0;
        hasData = false;
    }

    private void append(byte b) {
        grow(1);
        data[length++] = b;
    }

    private void append(byte[] piece, int start, int end) {
        grow(end - start);
        System.arraycopy(piece, start, data, length, end - start);
        length += end - start;
    }

    private void grow(int count) {
        received += count;
        if (length + count > data.length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + count));
        }
    }

    private static int endOfLine(byte[] piece, int start) {
        int end = start;
        while (end < piece.length && piece[end] != '\n' && piece[end] != '\r') {
            end++;
        }
        return end;
    }
}
