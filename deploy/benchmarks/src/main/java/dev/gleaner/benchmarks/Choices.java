package dev.gleaner.benchmarks;

import dev.gleaner.benchmarks.contender.Contender;
import dev.gleaner.benchmarks.scenario.Scenarios;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What options can be set to. */
final class Choices {
    private Choices() {}

    /** The loads, for the help. */
    static final class Loads implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenarios.names().iterator();
        }
    }

    /** A load's name. */
    static final class Load implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return oneOf(Scenarios.names(), value);
        }
    }

    /** A guarantee of the sink. */
    static final class Delivery implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return oneOf(List.of("at-least-once", "exactly-once"), value);
        }
    }

    /** A contender's letter. */
    static final class Letter implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String value) {
            return Arrays.stream(Contender.values())
                    .filter(each -> value.equals(String.valueOf(each.letter())))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("'" + value + "' is none of a to e"));
        }
    }

    private static String oneOf(List<String> known, String value) {
        if (!known.contains(value)) {
            throw new TypeConversionException("'" + value + "' is none of " + known);
        }
        return value;
    }
}
