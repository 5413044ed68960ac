package dev.gleaner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpecFuzzTest {
    private static final String PIECES = "{}[]:,#&*!|>'\"%@`-?~<$ \t\n\0\uFEFF\u00e9ax0";

    @Test
    void damagedSpec_isReadOrRefused_neverAnotherException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String whole = Specs.read("complete.yaml");
        int refused = 0;
        for (int i = 0; i < Integer.getInteger("gleaner.fuzz", 300); i++) {
            String damaged = damage(whole, random);
            try {
                Specs.parse(damaged, Map.of("KAFKA_LOGIN", "a", "BANK", "b"));
            } catch (SpecException e) {
                refused++;
                assertThat(e.problems()).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + damaged, e);
            }
        }
        assertThat(refused).as("refused, seed " + seed).isPositive();
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(damaged.length());
            if (random.nextBoolean()) {
                damaged.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
            } else {
                damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(12)));
            }
        }
        return damaged.toString();
    }
}
