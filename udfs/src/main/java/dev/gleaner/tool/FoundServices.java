package dev.gleaner.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that the ServiceLoader finds. Makes all of them, since only they know their names. */
final class FoundServices {
    private static final Logger LOG = LoggerFactory.getLogger(FoundServices.class);
    private static final int MAX_BROKEN = 100;

    private final List<EnrichmentTool> found = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    private FoundServices(ClassLoader classLoader) {
        Iterator<EnrichmentTool> services =
                ServiceLoader.load(EnrichmentTool.class, classLoader).iterator();
        // An iterator that has failed goes on with the next.
        while (broken.size() < MAX_BROKEN && add(services)) {}
    }

    /**
     * Returns the tools of these names, in their order; closes all others.
     *
     * @throws IllegalArgumentException if one is not found, or found twice; says what was found
     */
    static Map<String, EnrichmentTool> of(List<String> names, ClassLoader classLoader) {
        if (names.isEmpty()) {
            return Map.of();
        }
        FoundServices services = new FoundServices(classLoader);
        Map<String, EnrichmentTool> chosen = new LinkedHashMap<>();
        try {
            for (String name : names) {
                chosen.put(name, services.only(name));
            }
        } catch (IllegalArgumentException e) {
            close(services.found);
            throw e;
        }
        services.found.removeAll(chosen.values());
        close(services.found);
        return chosen;
    }

    /** Closes tools; what they throw is nobody's concern any more. */
    static void close(Collection<EnrichmentTool> tools) {
        for (EnrichmentTool tool : tools) {
            try {
                tool.close();
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.warn("{} could not be closed", tool.getClass().getName(), e);
            }
        }
    }

    private boolean add(Iterator<EnrichmentTool> services) {
        try {
            if (!services.hasNext()) {
                return false;
            }
            EnrichmentTool tool = services.next();
            String name = String.valueOf(tool.name());
            found.add(tool);
            names.add(name);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.warn("A tool could not be made", e);
            broken.add(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private EnrichmentTool only(String name) {
        if (names.indexOf(name) != names.lastIndexOf(name)) {
            throw new IllegalArgumentException(
                    "tools.functions.services: two services are named '" + name + "'");
        }
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "tools.functions.services: there is no service '"
                            + name
                            + "'; the ServiceLoader found "
                            + (names.isEmpty() ? "none" : String.join(", ", names))
                            + (broken.isEmpty() ? "" : ", and could not make: " + broken));
        }
        return found.get(names.indexOf(name));
    }
}
