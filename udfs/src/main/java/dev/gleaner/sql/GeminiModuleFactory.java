package dev.gleaner.sql;

import java.util.HashSet;
import java.util.Set;
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
        return GeminiOptions.OF_ENDPOINT;
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(GeminiOptions.OPTIONAL);
    }

    @Override
    public Module createModule(Context context) {
        FactoryUtil.createModuleFactoryHelper(this, context).validate();
        return new GeminiModule(context.getOptions());
    }
}
