package dev.gleaner.sql;

import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.sql.GeminiOptions.OnFailure;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.FactoryUtil.ModelProviderFactoryHelper;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.types.logical.RowType;

/**
 * Makes models of {@code CREATE MODEL … WITH ('provider' = 'gemini')} ready for queries. What does
 * not fit together is refused when a query is planned: Flink asks nobody before.
 */
public final class GeminiModelProviderFactory implements ModelProviderFactory {
    private static final String IDENTIFIER = "gemini";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(GeminiOptions.OF_ENDPOINT);
        options.add(GeminiOptions.PROMPT);
        return options;
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return new HashSet<>(GeminiOptions.OPTIONAL);
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        ModelProviderFactoryHelper helper =
                FactoryUtil.createModelProviderFactoryHelper(this, context);
        helper.validateExcept(ModelColumns.INPUT, ModelColumns.OUTPUT);
        ReadableConfig options = helper.getOptions();
        RowModel model =
                model(
                        context.getObjectIdentifier().asSummaryString(),
                        context.getCatalogModel(),
                        options);
        return new GeminiModelProvider(model, context.getConfiguration());
    }

    private static RowModel model(
            String name, ResolvedCatalogModel catalogModel, ReadableConfig options) {
        Map<String, String> all = catalogModel.getOptions();
        ModelColumns columns =
                new ModelColumns(
                        row(catalogModel.getResolvedInputSchema()),
                        row(catalogModel.getResolvedOutputSchema()),
                        all);
        boolean failsJob = options.get(GeminiOptions.ON_FAILURE) == OnFailure.FAIL;
        if (!failsJob) {
            columns.checkFailedRowsFit();
        }
        // What the task managers would stumble over when they open is refused here.
        new RowEncoder(columns.input());
        new RowDecoder(columns.output(), columns.metadataNames());
        EnrichmentSettings settings =
                SettingsTranslation.of(
                        options,
                        columns.parts(options.get(GeminiOptions.PROMPT)),
                        columns.schema());
        return new RowModel(
                name,
                settings,
                columns.input(),
                columns.output(),
                columns.metadataNames(),
                failsJob);
    }

    private static RowType row(ResolvedSchema schema) {
        return (RowType) schema.toPhysicalRowDataType().getLogicalType();
    }
}
