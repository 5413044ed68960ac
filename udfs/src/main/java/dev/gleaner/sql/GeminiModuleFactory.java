package dev.gleaner.sql;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

/** Makes the module that {@code LOAD MODULE gemini} names. */
public final class GeminiModuleFactory implements ModuleFactory {

    @Override
    public String factoryIdentifier() {
        return "gemini";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return GeminiOptions.required();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return GeminiOptions.optional().stream()
                .filter(GeminiOptions::isOfFunctions)
                .collect(Collectors.toSet());
    }

    @Override
    public Module createModule(Context context) {
        FactoryUtil.createModuleFactoryHelper(this, context).validate();
        return new GeminiModule(context.getOptions());
    }
}
