package dev.gleaner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gleaner.prompt.TemplateException;
import dev.gleaner.schema.AnswerField;
import dev.gleaner.schema.InvalidSchemaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether every topic that is written can be, by the job or at all. */
final class TopicChecks {
    /** Far more than a job has use for; a slip in a template makes millions. */
    private static final int MAX_TOPICS = 1_000;

    private final SpecValues values;

    TopicChecks(SpecValues values) {
        this.values = values;
    }

    void run() {
        Map<String, String> sinkTopics = sinkTopics();
        String deadLetters = values.get("deadLetter.topic", String.class);
        if (deadLetters != null) {
            checkName("deadLetter.topic", deadLetters);
            checkNotRead("deadLetter.topic", deadLetters);
            if (sinkTopics.containsKey(deadLetters)) {
                values.add("deadLetter.topic", "is the sink's topic", "name another topic");
            }
        }
        sinkTopics.forEach((name, path) -> checkNotRead(path, name));
        if (sinkTopics.size() > MAX_TOPICS) {
            values.add(
                    "sink.routes",
                    "name "
                            + sinkTopics.size()
                            + " topics together, and "
                            + MAX_TOPICS
                            + " is most",
                    "use fields with fewer words");
        }
        if (sinkTopics.size() > 1
                && values.get("source.tombstones", Tombstones.class) == Tombstones.PASS) {
            values.add(
                    "source.tombstones",
                    "pass has no answer that says to which of "
                            + sinkTopics.size()
                            + " topics a tombstone belongs",
                    "set drop");
        }
    }

    /** Returns what is valid of the topics of enriched records, and from which option it comes. */
    private Map<String, String> sinkTopics() {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> routes = values.items("sink.routes");
        Optional<RoutedAnswer> answer = Optional.empty();
        String topic = values.get("sink.topic", String.class);
        if (!routes.isEmpty() || (topic != null && topic.contains("{{"))) {
            answer = answer(routes.isEmpty() ? "sink.topic" : "sink.routes");
            if (answer.isEmpty()) {
                return names;
            }
        }
        for (String route : routes) {
            List<FieldCondition> conditions =
                    new ConditionChecks(values, answer.orElseThrow()).conditions(route + ".when");
            checkTopic(route + ".topic", conditions, answer, names);
        }
        checkTopic("sink.topic", List.of(), answer, names);
        return names;
    }

    /** Returns what is known of the answers; nothing if that is a problem, here or elsewhere. */
    private Optional<RoutedAnswer> answer(String path) {
        OutputMode mode = values.mode();
        JsonNode schema = values.get("output.responseSchema", JsonNode.class);
        SchemaField field = values.get("output.schemaField", SchemaField.class);
        List<?> words = values.get("output.values", List.class);
        if (mode == null) {
            return Optional.empty();
        } else if (!RoutedAnswer.isKnown(mode)) {
            values.add(
                    path,
                    "depends on the answer, of which nothing is known in mode "
                            + ScalarType.word(mode),
                    "set output.mode: schema, function or enum");
            return Optional.empty();
        } else if (mode == OutputMode.ENUM) {
            return words == null || words.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            RoutedAnswer.ofWords(words.stream().map(String::valueOf).toList()));
        }
        if (schema == null || schema.isEmpty() || field == null) {
            return Optional.empty();
        }
        try {
            List<String> models = values.models().stream().map(SpecValues.Model::name).toList();
            return Optional.of(RoutedAnswer.of(schema, field, models));
        } catch (InvalidSchemaException toldAlready) {
            return Optional.empty();
        }
    }

    private void checkTopic(
            String path,
            List<FieldCondition> conditions,
            Optional<RoutedAnswer> answer,
            Map<String, String> names) {
        String text = values.get(path, String.class);
        if (text == null) {
            return;
        }
        TopicTemplate template;
        try {
            template = TopicTemplate.parse(text);
        } catch (TemplateException invalid) {
            values.add(path, String.valueOf(invalid.getMessage()), invalid.fix());
            return;
        } catch (IllegalArgumentException invalid) {
            values.add(
                    path,
                    String.valueOf(invalid.getMessage()),
                    "write {{field}}, {{outer.inner}} or {{/json/pointer}}");
            return;
        }
        if (template.fields().isEmpty()) {
            if (checkName(path, text)) {
                names.putIfAbsent(text, path);
            }
        } else if (haveWords(path, template.fields(), answer.orElseThrow())) {
            checkNames(path, template, new TopicNames(answer.orElseThrow(), conditions), names);
        }
    }

    private boolean haveWords(String path, List<String> fields, RoutedAnswer answer) {
        boolean all = true;
        for (String name : fields) {
            String problem = problem(answer.find(name).orElse(null));
            if (problem != null) {
                all = false;
                values.add(
                        path,
                        "{{" + name + "}} " + problem,
                        "name a field with an enum of texts, or a boolean, that the schema requires"
                                + " and that is not nullable, and what it is in, too");
            }
        }
        return all;
    }

    private static @Nullable String problem(@Nullable AnswerField field) {
        if (field == null) {
            return "is no field of the answer's schema";
        } else if (field.values() == null) {
            return "can be anything, so that its topics are not known";
        } else if (!field.alwaysThere()) {
            return "is not in every answer, or can be null";
        }
        return field.words().isEmpty() ? "can be what is neither text nor boolean" : null;
    }

    private void checkNames(
            String path, TopicTemplate template, TopicNames possible, Map<String, String> names) {
        long count;
        try {
            count = possible.count(template);
        } catch (ArithmeticException overflow) {
            count = Long.MAX_VALUE;
        }
        if (count > MAX_TOPICS) {
            values.add(
                    path,
                    "can name " + count + " topics, and " + MAX_TOPICS + " is most",
                    "use fields with fewer words");
            return;
        }
        for (String name : possible.of(template)) {
            if (Topics.isName(name)) {
                names.putIfAbsent(name, path);
            } else {
                values.add(
                        path,
                        "comes to \"" + name + "\", which is no name of a topic",
                        "use enum values that match " + Topics.NAME);
            }
        }
    }

    private boolean checkName(String path, String name) {
        boolean valid = Topics.isName(name);
        if (!valid) {
            values.add(path, "\"" + name + "\" is no name of a topic", "match " + Topics.NAME);
        }
        return valid;
    }

    /** A job that reads what it writes never ends. */
    private void checkNotRead(String path, String topic) {
        String brokers = values.get("source.bootstrapServers", String.class);
        if (!Objects.equals(brokers, values.get("sink.bootstrapServers", String.class))) {
            return;
        }
        List<?> topics = values.get("source.topics", List.class);
        Pattern pattern = values.get("source.topicPattern", Pattern.class);
        boolean read = topics != null && topics.contains(topic);
        if (read || (pattern != null && pattern.matcher(topic).matches())) {
            values.add(path, "the job reads this topic itself", "name another topic");
        }
    }
}
