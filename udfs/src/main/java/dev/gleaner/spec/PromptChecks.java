package dev.gleaner.spec;

import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PromptTemplate;
import dev.gleaner.prompt.TemplateException;
import dev.gleaner.prompt.TemplateScanner;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** What a prompt needs besides valid texts. */
final class PromptChecks {
    private static final List<String> KINDS = List.of("text", "base64", "record", "uri");

    private final SpecValues values;
    private final @Nullable RecordFormat format;

    PromptChecks(SpecValues values) {
        this.values = values;
        this.format = values.get("source.format", RecordFormat.class);
    }

    void run() {
        boolean user = values.isGiven("prompt.user");
        boolean parts = values.isGiven("prompt.parts");
        if (user && parts) {
            values.add("prompt.parts", "prompt.user is given too", "remove one of the two");
        } else if (!user && !parts) {
            values.add(
                    "prompt.user",
                    "is missing",
                    "say what to ask, such as \"Classify: {{record}}\", or give parts");
        }
        checkUser();
        checkConstants();
        List<String> items = values.items("prompt.parts");
        items.forEach(this::checkPart);
        if (!items.isEmpty() && items.stream().allMatch(this::saysNothing)) {
            values.add(
                    "prompt.parts",
                    "say nothing of the record, so that every answer would be the same",
                    "put {{record}} or a {{field}} into a text, or add a file");
        }
    }

    private void checkUser() {
        PromptTemplate template = template("prompt.user");
        if (template != null && !template.hasPlaceholders()) {
            values.add(
                    "prompt.user",
                    "says nothing of the record, so that every answer would be the same",
                    "put {{record}} or a {{field}} into it");
        }
    }

    /** A placeholder in a text that is the same for all records would be sent as it is. */
    private void checkConstants() {
        checkConstant("prompt.system");
        for (String turn : values.items("prompt.turns")) {
            checkConstant(turn + ".user");
            checkConstant(turn + ".model");
        }
    }

    private void checkConstant(String path) {
        String text = values.get(path, String.class);
        if (text == null) {
            return;
        }
        try {
            if (TemplateScanner.constant(text).isBlank()) {
                values.add(path, "is empty", "write a text, or remove it");
            }
        } catch (TemplateException invalid) {
            values.add(path, String.valueOf(invalid.getMessage()), invalid.fix());
        }
    }

    private boolean saysNothing(String part) {
        String text = values.get(part + ".text", String.class);
        String uri = values.get(part + ".uri", String.class);
        return Stream.of("base64", "record").noneMatch(kind -> isGiven(part, kind))
                && Stream.of(text, uri).filter(Objects::nonNull).noneMatch(t -> t.contains("{{"))
                && (text != null || uri != null);
    }

    private boolean isGiven(String part, String kind) {
        return kind.equals("record")
                ? values.isTrue(part + ".record")
                : values.isGiven(part + "." + kind);
    }

    private void checkPart(String part) {
        List<String> given = KINDS.stream().filter(kind -> isGiven(part, kind)).toList();
        if (given.size() != 1) {
            values.add(
                    part,
                    given.isEmpty() ? "is of no kind" : "is " + String.join(" and ", given),
                    "give one of text, base64, record: true and uri");
            return;
        }
        String kind = given.get(0);
        template(part + ".text");
        template(part + ".uri");
        checkField(part + ".base64");
        checkField(part + ".mimeTypeField");
        checkMimeType(part, kind);
        boolean sized = kind.equals("base64") || kind.equals("record");
        noUse(part, "maxBytes", sized, "it bounds base64 and record");
        boolean optional = kind.equals("base64") || kind.equals("uri");
        noUse(part, "optional", optional, "in a text, write {{field?}}");
        checkSize(part + ".maxBytes");
    }

    private void checkMimeType(String part, String kind) {
        noUse(part, "mimeType", !kind.equals("text"), "text has none");
        noUse(part, "mimeTypeField", !kind.equals("text"), "text has none");
        boolean known =
                values.isGiven(part + ".mimeType") || values.isGiven(part + ".mimeTypeField");
        // A data: URL in base64 names its own.
        if (!known && (kind.equals("record") || kind.equals("uri"))) {
            values.add(part + ".mimeType", "is missing", "give it, or a mimeTypeField");
        }
    }

    private void noUse(String part, String option, boolean useful, String why) {
        if (!useful && values.isGiven(part + "." + option)) {
            values.add(part + "." + option, "has no use here: " + why, "remove it");
        }
    }

    private void checkSize(String path) {
        MemorySize size = values.get(path, MemorySize.class);
        MemorySize record = values.get("source.maxRecordBytes", MemorySize.class);
        boolean above = size != null && record != null && size.compareTo(record) > 0;
        if (above && values.isGiven(path)) {
            values.add(
                    path,
                    "is above source.maxRecordBytes, which bounds the record that the file is in",
                    "raise source.maxRecordBytes");
        }
    }

    private void checkField(String path) {
        String field = values.get(path, String.class);
        if (field == null) {
            return;
        }
        try {
            PromptTemplate.parse("{{" + field + "}}");
        } catch (IllegalArgumentException invalid) {
            values.add(path, "is no path of a field", "write field, outer.inner or /json/pointer");
        }
        needsJson(path);
    }

    private @Nullable PromptTemplate template(String path) {
        String text = values.get(path, String.class);
        if (text == null) {
            return null;
        }
        try {
            PromptTemplate template = PromptTemplate.parse(text);
            if (template.namesFields()) {
                needsJson(path);
            }
            return template;
        } catch (TemplateException invalid) {
            values.add(path, String.valueOf(invalid.getMessage()), invalid.fix());
            return null;
        }
    }

    private void needsJson(String path) {
        if (format != null && format != RecordFormat.JSON) {
            values.add(
                    path,
                    "names fields, but source.format is not json",
                    "use {{record}}, or a part with record: true");
        }
    }
}
