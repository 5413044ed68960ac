package dev.gleaner.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.model.FailureKind;
import dev.gleaner.model.Prompt;
import dev.gleaner.model.PromptPart;
import dev.gleaner.model.RecordFormat;
import dev.gleaner.prompt.PartSettings;
import dev.gleaner.prompt.PromptException;
import dev.gleaner.prompt.PromptRenderer;
import dev.gleaner.prompt.PromptSettings;
import dev.gleaner.prompt.PromptTemplate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The question about a tiny record: "test" in each field that a template needs, a single pixel for
 * each picture. What is optional is absent, and so is a file of another kind, for there is none as
 * small that every model reads.
 */
final class CanaryPrompt {
    private static final String WORD = "test";
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJ"
                    + "RU5ErkJggg==";
    private static final PromptPart PICTURE = new PromptPart.Base64("image/png", PIXEL);

    /** Berlin: Maps knows of something near it. */
    private static final Prompt.Place PLACE = new Prompt.Place(52.52, 13.405);

    private CanaryPrompt() {}

    static Prompt of(PromptSettings settings) {
        List<PromptPart> parts = new ArrayList<>();
        for (PartSettings part : settings.parts()) {
            if (part.source() == PartSettings.Source.TEXT) {
                parts.add(new PromptPart.Text(text(part, settings.format())));
            } else if (!part.optional() && isPicture(part)) {
                parts.add(PICTURE);
            }
        }
        if (parts.isEmpty()) {
            parts.add(new PromptPart.Text(WORD));
        }
        return new Prompt(parts, settings.place() == null ? null : PLACE);
    }

    private static boolean isPicture(PartSettings part) {
        return part.mimeType() == null || part.mimeType().startsWith("image/");
    }

    private static String text(PartSettings part, RecordFormat format) {
        String record = format == RecordFormat.JSON ? record(part.value()) : WORD;
        PromptRenderer renderer =
                new PromptRenderer(
                        new PromptSettings(format, List.of(part), null, Integer.MAX_VALUE, false));
        try {
            Prompt prompt = renderer.render(record.getBytes(StandardCharsets.UTF_8));
            return ((PromptPart.Text) prompt.parts().get(0)).text();
        } catch (PromptException empty) {
            if (empty.kind() != FailureKind.EMPTY_PROMPT) {
                throw new IllegalStateException("the record was made for the template", empty);
            }
            return WORD;
        }
    }

    private static String record(String template) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (String pointer : PromptTemplate.parse(template).requiredFields()) {
            put(record, pointer.substring(1).split("/", -1));
        }
        return record.toString();
    }

    /** An element of an array is found in an object too, by its number for a name. */
    private static void put(ObjectNode record, String... names) {
        ObjectNode parent = record;
        for (int i = 0; i < names.length; i++) {
            String name = names[i].replace("~1", "/").replace("~0", "~");
            boolean last = i == names.length - 1;
            if (last && !parent.has(name)) {
                parent.put(name, WORD);
            } else if (!last) {
                parent =
                        parent.get(name) instanceof ObjectNode child
                                ? child
                                : parent.putObject(name);
            }
        }
    }
}
