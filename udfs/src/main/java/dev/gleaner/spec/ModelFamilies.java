package dev.gleaner.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The families that are known. Models of others are let through: the endpoint decides. */
public final class ModelFamilies {
    private static final String FILE = "models.yaml";
    private static final ModelFamilies BUILT_IN = new ModelFamilies(read());

    private final List<ModelFamily> families;

    private ModelFamilies(List<ModelFamily> families) {
        this.families = families;
    }

    /** Returns the family that the most letters of a model's id tell. */
    public static Optional<ModelFamily> of(String model) {
        return BUILT_IN.families.stream()
                .filter(family -> family.has(model))
                .max(Comparator.comparingInt(family -> family.id().length()));
    }

    /** Returns whether it is known that a model takes no tools in a request for JSON. */
    public static boolean refusesJsonWithTools(String model) {
        return of(model).filter(family -> !family.jsonWithTools()).isPresent();
    }

    /** Returns whether it is known that a model takes no responseJsonSchema. */
    static boolean refusesJsonSchema(String model) {
        return of(model).filter(family -> !family.jsonSchema()).isPresent();
    }

    private static List<ModelFamily> read() {
        Problems problems = new Problems(FILE);
        try (InputStream in =
                Objects.requireNonNull(ModelFamilies.class.getResourceAsStream(FILE), FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Node root = YamlDocument.parse(text, problems);
            ValueReader reader =
                    new ValueReader(
                            Expander.ofNothing(problems),
                            new SpecFiles(Path.of(""), problems),
                            problems);
            Object file =
                    new Binder(reader, problems, ModelFileSpec.class)
                            .bind(ModelFileSpec.class, root, "");
            problems.throwIfAny();
            return ((ModelFileSpec) Objects.requireNonNull(file)).families();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file. */
    record ModelFileSpec(
            @Option(value = "What is known of models.", required = "list families")
                    List<ModelFamily> families) {}
}
