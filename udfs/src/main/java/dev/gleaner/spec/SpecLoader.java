package dev.gleaner.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads spec files.
 *
 * <p>Values may hold <code>${NAME}</code> and <code>${NAME:default}</code>, which are replaced from
 * the environment after the YAML was parsed, so that a variable can never add a key; <code>$${
 * </code> is a literal <code>${</code>. This holds for every value in the spec, inline prompts and
 * schemas included, but not for keys, for {@code model.apiKey} and for the files that a spec names.
 * An option whose whole value is an empty variable counts as not given.
 */
public final class SpecLoader {
    private SpecLoader() {}

    /**
     * Reads a file.
     *
     * @param file the spec; files that it names are looked up from its folder
     * @param environment the value of a variable by its name, or null; {@code System::getenv}
     * @throws SpecException with every problem found, also if the file cannot be read
     */
    public static JobSpec load(Path file, Function<String, @Nullable String> environment)
            throws SpecException {
        Problems problems = new Problems(file.toString());
        Path absolute = file.toAbsolutePath();
        Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
        SpecFiles files = new SpecFiles(folder, problems);
        String yaml = files.read(absolute, "");
        problems.throwIfAny();
        return parse(Objects.requireNonNull(yaml), files, environment, problems);
    }

    /**
     * Reads text. Problems call it {@code spec.yaml}.
     *
     * @param yaml the spec
     * @param folder where the files are looked up that it names
     * @param environment the value of a variable by its name, or null
     * @throws SpecException with every problem found
     */
    public static JobSpec parse(
            String yaml, Path folder, Function<String, @Nullable String> environment)
            throws SpecException {
        Problems problems = new Problems("spec.yaml");
        return parse(yaml, new SpecFiles(folder, problems), environment, problems);
    }

    private static JobSpec parse(
            String yaml,
            SpecFiles files,
            Function<String, @Nullable String> environment,
            Problems problems)
            throws SpecException {
        Node root = YamlDocument.parse(yaml, problems);
        if (root == null) {
            problems.throwIfAny();
        }
        Expander expander = new Expander(environment, problems);
        Binder binder =
                new Binder(new ValueReader(expander, files, problems), problems, JobSpec.class);
        Object spec = binder.bind(JobSpec.class, root, "");
        SpecValues values = new SpecValues(binder.values(), problems);
        new EdgeChecks(values).run();
        checkEnrichment(values);
        new TopicChecks(values).run();
        problems.throwIfAny();
        return (JobSpec) Objects.requireNonNull(spec);
    }

    /**
     * Reads what a query says of its calls.
     *
     * @param options the sections of {@link EnrichmentSpec}, whose values are texts as they would
     *     be written in a spec or, for options that are no single value, JSON
     * @throws SpecException with every problem found; file and line mean something only if there is
     *     a file, of prices
     */
    public static EnrichmentSpec enrichment(ObjectNode options) throws SpecException {
        Problems problems = new Problems("");
        Node root = YamlDocument.of(options, problems);
        Binder binder =
                new Binder(
                        ValueReader.ofOptions(new SpecFiles(Path.of(""), problems), problems),
                        problems,
                        EnrichmentSpec.class);
        problems.throwIfAny();
        Object spec = binder.bind(EnrichmentSpec.class, root, "");
        checkEnrichment(new SpecValues(binder.values(), problems));
        problems.throwIfAny();
        return (EnrichmentSpec) Objects.requireNonNull(spec);
    }

    private static void checkEnrichment(SpecValues values) {
        new CallChecks(values).run();
        new PromptChecks(values).run();
        new OutputChecks(values).run();
        new ThinkingChecks(values).run();
        new GenerationConfigChecks(values).run();
        new ModelFieldChecks(values).run();
        new ToolChecks(values).run();
        new FallbackChecks(values).run();
        new MoneyChecks(values).run();
    }
}
