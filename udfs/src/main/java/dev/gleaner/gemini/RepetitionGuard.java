package dev.gleaner.gemini;

import java.util.List;

/**
 * Notices an answer that repeats itself without end, as models do now and then until they have
 * spent maxOutputTokens: the digits of a number, line breaks, an element of an array, a paragraph.
 *
 * <p>The rule: anywhere in the text, exactly the same unit comes again and again without a break,
 *
 * <ul>
 *   <li>one character over 4,096 characters,
 *   <li>a unit of up to 1,024 characters over 16,384, so at least 16 times,
 *   <li>a unit of up to 4,096 characters over 65,536, so at least 16 times.
 * </ul>
 *
 * <p>It is noticed at the latest 4, 4,096 and 16,384 characters after that, mostly at once. What
 * goes below that is let pass: an array of 5,000 equal numbers {@code 0,}, or of 1,300 that are
 * printed on lines of 12 characters. So is whatever differs in one character from row to row, such
 * as a counter, and base64 of anything but some kilobytes of zeros. Costs nothing for texts below
 * 4,096 characters, and a few comparisons for each character of longer ones. Not thread-safe.
 */
final class RepetitionGuard {
    private final List<PeriodScan> scans =
            List.of(
                    new PeriodScan(1, 4_096),
                    new PeriodScan(1_024, 16_384),
                    new PeriodScan(4_096, 65_536));

    /**
     * Reads what is new of the text.
     *
     * @param text all of it so far; of what was there before nothing has changed
     * @return whether it repeats itself without end
     */
    boolean isRepetitive(CharSequence text) {
        for (PeriodScan scan : scans) {
            if (scan.read(text)) {
                return true;
            }
        }
        return false;
    }
}
