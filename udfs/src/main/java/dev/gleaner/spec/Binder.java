package dev.gleaner.spec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Makes records of YAML. It goes on after a problem, so that one run finds all of them; records are
 * only made while there is none. Own code, for no binding library reports more than the first fault
 * or knows its line.
 */
final class Binder {
    private final ValueReader reader;
    private final Problems problems;
    private final Class<?> root;
    private final Map<String, Object> values = new HashMap<>();

    /**
     * @param root the record that holds everything, where keys are looked up that are misplaced
     */
    Binder(ValueReader reader, Problems problems, Class<?> root) {
        this.reader = reader;
        this.problems = problems;
        this.root = root;
    }

    /** Returns the valid values by their paths, defaults included. */
    Map<String, Object> values() {
        return values;
    }

    /** Returns the record, or null if there are problems. */
    @Nullable Object bind(Class<?> section, @Nullable Node node, String path) {
        return record(section, entries(node, path, OptionPath.in(section, path)), path);
    }

    private @Nullable Object record(Class<?> section, Map<String, Node> given, String path) {
        Object[] components =
                Arrays.stream(section.getRecordComponents())
                        .map(component -> component(component, given, path))
                        .toArray();
        return problems.isEmpty() ? create(section, components) : null;
    }

    private @Nullable Object component(
            RecordComponent component, Map<String, Node> given, String path) {
        if (OptionPath.isInline(component)) {
            return record(component.getType(), given, path);
        }
        OptionPath option = new OptionPath(path, component);
        return component(option, given.get(option.key()));
    }

    private @Nullable Object component(OptionPath option, @Nullable Node node) {
        if (option.isSection()) {
            boolean leftOut = node == null && option.isOptional();
            return leftOut ? null : bind(option.type(), node, option.path());
        }
        if (option.isSectionList()) {
            return node == null ? List.of() : sections(option, node);
        }
        Node given = node;
        if (node != null && reader.isLeftOut(node, option.path())) {
            problems.forget(option.path());
            given = null;
        }
        Object value = given == null ? absent(option) : reader.read(option, given);
        if (value != null) {
            values.put(option.path(), value);
        }
        return value;
    }

    private @Nullable Object sections(OptionPath option, Node node) {
        if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            problems.add(option.path(), "is not a list of sections", "begin each with a dash");
            return null;
        }
        List<Object> sections = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Object section =
                    bind(
                            option.element(),
                            sequence.getValue().get(i),
                            option.path() + "[" + i + "]");
            if (section != null) {
                sections.add(section);
            }
        }
        values.put(option.path(), sequence.getValue().size());
        return sections;
    }

    private @Nullable Object absent(OptionPath option) {
        if (option.isRequired()) {
            problems.add(option.path(), "is missing", option.required());
            return null;
        } else if (!option.sameAs().isEmpty()) {
            return values.get(option.sameAs());
        }
        return option.defaultValue().isEmpty()
                ? ValueReader.empty(option.type())
                : ValueReader.parse(option, option.defaultValue());
    }

    /** Returns the values by key; a section left empty is one in which nothing is given. */
    private Map<String, Node> entries(@Nullable Node node, String path, List<OptionPath> options) {
        Map<String, Node> entries = new HashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    entries.put(key.getValue(), entry.getValueNode());
                }
            }
            List<String> known = options.stream().map(OptionPath::key).toList();
            mapping.getValue().stream()
                    .map(NodeTuple::getKeyNode)
                    .filter(ScalarNode.class::isInstance)
                    .map(key -> ((ScalarNode) key).getValue())
                    .filter(key -> !known.contains(key))
                    .forEach(key -> unknown(key, path, known));
        } else if (node != null
                && !(node instanceof ScalarNode scalar && ValueReader.isNull(scalar))) {
            problems.add(path, "is not a section", "write its keys below it, indented");
        }
        return entries;
    }

    private void unknown(String key, String path, List<String> known) {
        Optional<String> meant = Nearest.to(key, known);
        String fix =
                meant.map(word -> "did you mean \"" + word + "\"?")
                        .or(() -> elsewhere(key))
                        .orElseGet(() -> "known keys are " + String.join(", ", known));
        problems.add(YamlDocument.join(path, key), "unknown key", fix);
    }

    private Optional<String> elsewhere(String key) {
        return OptionPath.all(root)
                .filter(option -> option.key().equals(key))
                .findFirst()
                .map(option -> "did you mean \"" + option.path() + "\"?");
    }

    private static Object create(Class<?> section, Object[] components) {
        Class<?>[] types =
                Arrays.stream(section.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return section.getDeclaredConstructor(types).newInstance(components);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record has its canonical constructor", e);
        }
    }
}
