package dev.gleaner.gemini;

/**
 * Looks in a growing text for a stretch in which a unit of at most so many characters repeats. What
 * it finds has at least the length that is asked for; what is four units longer than that is found
 * for certain. Reads each character once or twice. Not thread-safe.
 *
 * <p>Two units tell whether they are two: the smallest period of a window's beginning is the only
 * one that the whole window can have (Fine and Wilf), and the failure function of Knuth, Morris and
 * Pratt gives it. From there on each character must equal the one a period before; where it does
 * not, another window begins.
 */
final class PeriodScan {
    private final int maxPeriod;
    private final int minLength;
    private char[] failure = new char[0];
    private int start;
    private int next;
    private int border;
    private int period;

    /**
     * Makes a scan.
     *
     * @param maxPeriod the longest unit; up to 32,767
     * @param minLength how long the stretch must be; at least two units
     */
    PeriodScan(int maxPeriod, int minLength) {
        this.maxPeriod = maxPeriod;
        this.minLength = minLength;
    }

    /**
     * Reads what is new of the text, of which nothing changes; returns whether it has found one.
     */
    boolean read(CharSequence text) {
        if (text.length() < minLength) {
            return false; // too short for any; most answers end before
        }
        if (failure.length == 0) {
            failure = new char[2 * maxPeriod];
        }
        for (; next < text.length(); next++) {
            if (period > 0 && text.charAt(next) != text.charAt(next - period)) {
                period = 0;
                start = next;
            }
            if (period == 0) {
                readBeginning(text);
            } else if (next - start + 1 >= minLength) {
                return true;
            }
        }
        return false;
    }

    private void readBeginning(CharSequence text) {
        int index = next - start;
        if (index == 0) {
            border = 0;
        } else {
            while (border > 0 && text.charAt(start + border) != text.charAt(next)) {
                border = failure[border - 1];
            }
            border += text.charAt(start + border) == text.charAt(next) ? 1 : 0;
        }
        failure[index] = (char) border;
        int length = index + 1;
        if (length == failure.length) {
            if (length - border <= maxPeriod) {
                period = length - border;
            } else {
                start = next + 1;
            }
        }
    }
}
