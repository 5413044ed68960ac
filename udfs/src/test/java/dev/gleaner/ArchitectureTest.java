package dev.gleaner;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gleaner", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.gleaner.";

    @ArchTest static final ArchRule modelDependsOnNoOther = dependsOnlyOn("model");

    @ArchTest static final ArchRule textDependsOnNoOther = dependsOnlyOn("text");

    @ArchTest static final ArchRule promptDependsOnModel = dependsOnlyOn("prompt", "model", "text");

    @ArchTest static final ArchRule schemaDependsOnText = dependsOnlyOn("schema", "text");

    @ArchTest
    static final ArchRule geminiDependsOnModel = dependsOnlyOn("gemini", "model", "http", "text");

    @ArchTest static final ArchRule httpDependsOnNoOther = dependsOnlyOn("http");

    @ArchTest
    static final ArchRule toolDependsOnTime = dependsOnlyOn("tool", "http", "text", "time");

    @ArchTest static final ArchRule attachmentDependsOnNoOther = dependsOnlyOn("attachment");

    @ArchTest
    static final ArchRule cacheDependsOnGemini =
            dependsOnlyOn("cache", "gemini", "model", "retry", "time");

    @ArchTest static final ArchRule limitDependsOnModel = dependsOnlyOn("limit", "model", "time");

    @ArchTest static final ArchRule retryDependsOnModel = dependsOnlyOn("retry", "model", "time");

    @ArchTest static final ArchRule timeDependsOnNoOther = dependsOnlyOn("time");

    @ArchTest static final ArchRule gateDependsOnNoOther = dependsOnlyOn("gate");

    @ArchTest
    static final ArchRule specDependsOnWhatItNames =
            dependsOnlyOn("spec", "gemini", "limit", "model", "prompt", "schema", "text");

    @ArchTest
    static final ArchRule specKnowsNothingOfStreams =
            noClasses()
                    .that(resideInAPackage(ROOT + "spec.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "org.apache.flink.api..", "org.apache.flink.streaming.."));

    @ArchTest
    static final ArchRule onlySqlAndTranslationSeeTheSpec =
            noClasses()
                    .that(
                            resideOutsideOfPackages(
                                    ROOT + "spec..", ROOT + "sql..", ROOT + "translation.."))
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "spec.."));

    @ArchTest
    static final ArchRule nothingDependsOnSql =
            noClasses()
                    .that(resideOutsideOfPackages(ROOT + "sql.."))
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "sql.."));

    @ArchTest
    static final ArchRule onlySqlSeesTables =
            noClasses()
                    .that(resideOutsideOfPackages(ROOT + "sql.."))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.apache.flink.table.."));

    @ArchTest
    static final ArchRule onlyGeminiAndToolSeeTheHttpClient =
            noClasses()
                    .that(
                            resideOutsideOfPackages(
                                    ROOT + "gemini..", ROOT + "tool..", ROOT + "http.."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("org.asynchttpclient..", "io.netty.."));

    @ArchTest
    static final ArchRule onlyEnrichGateAttachmentSpecAndSqlSeeFlink =
            noClasses()
                    .that(
                            resideOutsideOfPackages(
                                    ROOT + "enrich..",
                                    ROOT + "gate..",
                                    ROOT + "attachment..",
                                    ROOT + "spec..",
                                    ROOT + "translation..",
                                    ROOT + "sql.."))
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.apache.flink.."));

    @ArchTest
    static final ArchRule kafkaIsNotSeen =
            noClasses().should().dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Manager|Helper|Utils?|Processor|Handler|Impl|Abstract\\w*|Common)");

    private static ArchRule dependsOnlyOn(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = ROOT + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = ROOT + others[i] + "..";
        }
        return noClasses()
                .that(resideInAPackage(ROOT + name + ".."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.gleaner..").and(resideOutsideOfPackages(allowed)));
    }
}
