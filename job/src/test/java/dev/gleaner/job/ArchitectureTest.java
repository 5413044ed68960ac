package dev.gleaner.job;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gleaner.job", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheEdgesSeeKafka =
            noClasses()
                    .that(resideOutsideOfPackages("dev.gleaner.job.kafka"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "org.apache.kafka..", "org.apache.flink.connector.kafka.."));

    @ArchTest
    static final ArchRule theEdgesDoNotKnowTheFunction =
            noClasses()
                    .that(resideInAPackage("dev.gleaner.job.kafka"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("dev.gleaner.enrich..", "dev.gleaner.gemini.."));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Manager|Helper|Utils?|Processor|Handler|Impl|Abstract\\w*|Common)");
}
