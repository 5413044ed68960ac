package dev.gleaner.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One option or section of the spec: where it stands and how it is declared. Immutable. */
public final class OptionPath {
    private final String path;
    private final RecordComponent component;
    private final Option option;

    OptionPath(String parent, RecordComponent component) {
        this.path = YamlDocument.join(parent, component.getName());
        this.component = component;
        this.option =
                Objects.requireNonNull(component.getAnnotation(Option.class), component.getName());
    }

    /** Returns what a section holds, in the order of its record. */
    static List<OptionPath> in(Class<?> section, String path) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(
                        component ->
                                isInline(component)
                                        ? in(component.getType(), path).stream()
                                        : Stream.of(new OptionPath(path, component)))
                .toList();
    }

    /** Returns whether a component holds options of the section that it is in. */
    static boolean isInline(RecordComponent component) {
        return component.isAnnotationPresent(Inline.class);
    }

    /** Returns every option of the spec, sections left out. */
    static Stream<OptionPath> all() {
        return all(JobSpec.class);
    }

    /** Returns every option of a file, sections left out. */
    static Stream<OptionPath> all(Class<?> root) {
        return leaves(root, "");
    }

    /**
     * Returns every option of what a job and a query have in common, sections left out. A list of
     * sections is one option.
     */
    public static List<OptionPath> ofEnrichment() {
        return in(EnrichmentSpec.class, "").stream().flatMap(OptionPath::whole).toList();
    }

    private Stream<OptionPath> whole() {
        return isSection() ? in(type(), path).stream().flatMap(OptionPath::whole) : Stream.of(this);
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

    /** Returns where it stands, such as {@code call.backoff.max}. */
    public String path() {
        return path;
    }

    String key() {
        return component.getName();
    }

    /** Returns the type of the value that is read. */
    public Class<?> type() {
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
    public boolean isSectionList() {
        return type() == List.class && isSection(element());
    }

    private static boolean isSection(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(c -> c.isAnnotationPresent(Option.class));
    }

    /** Returns what it means, for people. */
    public String description() {
        return option.value();
    }

    String required() {
        return option.required();
    }

    /** Returns the words of which the value, or each of a list of them, is one; none for others. */
    public List<String> words() {
        return scalarType().isEnum() ? ScalarType.of(scalarType()).values() : List.of();
    }

    /** Returns the keys of each section in a list of them. */
    public List<String> elementKeys() {
        return in(element(), path).stream().map(OptionPath::key).toList();
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

    /** Returns the value when it is not given, as it would be written; empty if there is none. */
    public String defaultValue() {
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

    String hint() {
        return option.hint();
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
