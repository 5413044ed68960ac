package dev.gleaner.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gleaner.enrich.EnrichmentSettings;
import dev.gleaner.enrich.OutputSettings;
import dev.gleaner.schema.AnswerValidator;
import dev.gleaner.spec.EnrichmentSpec;
import dev.gleaner.sql.GeminiOptions.OnFailure;
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
        return GeminiOptions.required();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return GeminiOptions.optional();
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
                        options,
                        context.getClassLoader());
        return new GeminiModelProvider(model, context.getConfiguration());
    }

    private static RowModel model(
            String name,
            ResolvedCatalogModel catalogModel,
            ReadableConfig options,
            ClassLoader classes) {
        ModelColumns columns =
                new ModelColumns(
                        row(catalogModel.getResolvedInputSchema()),
                        row(catalogModel.getResolvedOutputSchema()),
                        catalogModel.getOptions());
        boolean failsJob = options.get(GeminiOptions.ON_FAILURE) == OnFailure.FAIL;
        if (!failsJob) {
            columns.checkFailedRowsFit();
        }
        PromptColumns prompt = columns.prompt();
        AnswerColumns answer = columns.answer();
        ObjectNode written = QueryTranslation.write(options);
        prompt.describe(written.withObject("/prompt"));
        answer.describe(written.withObject("/output"));
        EnrichmentSpec spec = QueryTranslation.read(written, prompt.written());
        prompt.check(spec);
        EnrichmentSettings settings =
                withValidation(QueryTranslation.translate(spec, options, classes), answer);
        // What the task managers would stumble over when they open is refused here.
        new RowEncoder(columns.input());
        new RowDecoder(columns.output(), columns.metadataNames(), settings.output().mode());
        return new RowModel(
                name,
                settings,
                columns.input(),
                columns.output(),
                columns.metadataNames(),
                failsJob);
    }

    /** The model is told less than what an answer must satisfy. */
    private static EnrichmentSettings withValidation(
            EnrichmentSettings settings, AnswerColumns answer) {
        OutputSettings output = settings.output();
        String schema = answer.validationSchema(output.mode());
        if (schema == null) {
            return settings;
        }
        AnswerValidator.forSchema(schema);
        return settings.with(
                settings.routes(),
                new OutputSettings(output.mode(), schema, output.thoughts(), output.grounding()));
    }

    private static RowType row(ResolvedSchema schema) {
        return (RowType) schema.toPhysicalRowDataType().getLogicalType();
    }
}
