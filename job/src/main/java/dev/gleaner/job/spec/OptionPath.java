package dev.gleaner.job.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One option or section of the spec: where it stands and how it is declared. */
final class OptionPath {
    private final String path;
    private final RecordComponent component;
    private final Option option;

    private OptionPath(String parent, RecordComponent component) {
        this.path = YamlDocument.join(parent, component.getName());
        this.component = component;
        this.option =
                Objects.requireNonNull(component.getAnnotation(Option.class), component.getName());
    }

    /** Returns what a section holds, in the order of its record. */
    static List<OptionPath> in(Class<?> section, String path) {
        return Arrays.stream(section.getRecordComponents())
                .map(component -> new OptionPath(path, component))
                .toList();
    }

    /** Returns every option of the spec, sections left out. */
    static Stream<OptionPath> all() {
        return all(JobSpec.class);
    }

    /** Returns every option of a file, sections left out. */
    static Stream<OptionPath> all(Class<?> root) {
        return leaves(root, "");
    }

    private static Stream<OptionPath> leaves(Class<?> section, String path) {
        return in(section, path).stream().flatMap(OptionPath::leaves);
    }

    /** Returns every option in this section, or this option. */
    Stream<OptionPath> leaves() {
        if (isSection()) {
            return leaves(type(), path);
        }
        return isSectionList() ? leaves(element(), path + "[]") : Stream.of(this);
    }

    String path() {
        return path;
    }

    String key() {
        return component.getName();
    }

    Class<?> type() {
        return component.getType();
    }

    /** Returns the type of the value, or of each value in a list. */
    Class<?> scalarType() {
        return type() == List.class ? element() : type();
    }

    /** Returns the type of each value in a list. */
    Class<?> element() {
        return (Class<?>)
                ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    boolean isSection() {
        return isSection(type());
    }

    /** Returns whether it is a list of sections. */
    boolean isSectionList() {
        return type() == List.class && isSection(element());
    }

    private static boolean isSection(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(c -> c.isAnnotationPresent(Option.class));
    }

    String description() {
        return option.value();
    }

    String required() {
        return option.required();
    }

    /** Returns whether the option, or one in the section, must be given. */
    boolean isRequired() {
        return isSection()
                ? !isOptional() && in(type(), path).stream().anyMatch(OptionPath::isRequired)
                : !option.required().isEmpty();
    }

    boolean isOptional() {
        return option.optional();
    }

    String defaultValue() {
        return option.defaultValue();
    }

    String sameAs() {
        return option.sameAs();
    }

    String min() {
        return option.min();
    }

    String max() {
        return option.max();
    }

    String pattern() {
        return option.pattern();
    }

    boolean fromFile() {
        return option.fromFile();
    }

    boolean hidden() {
        return option.hidden();
    }

    boolean isOutOfRange(Object value) {
        return !min().isEmpty() && (compare(value, min()) < 0 || compare(value, max()) > 0);
    }

    @SuppressWarnings("unchecked") // a bound is read as the type of the value it bounds
    private int compare(Object value, String bound) {
        Object parsed = Objects.requireNonNull(ScalarType.of(scalarType()).parse(bound), path);
        return ((Comparable<Object>) value).compareTo(parsed);
    }
}
