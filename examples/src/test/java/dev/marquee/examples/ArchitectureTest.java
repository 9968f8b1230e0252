package dev.marquee.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Which engine packages the examples may import.
class ArchitectureTest {

  @Test
  void examplesImportTheFrontDoorThePortsAndWhatTheseSpeakOf() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.marquee..")
                .or(
                    resideInAnyPackage(
                        "dev.marquee.examples",
                        "dev.marquee.engine",
                        "dev.marquee.engine.events..",
                        "dev.marquee.engine.catalog..",
                        "dev.marquee.engine.retrieval..",
                        "dev.marquee.engine.ranking..",
                        "dev.marquee.engine.reranking..",
                        "dev.marquee.engine.serving..",
                        "dev.marquee.engine.state")))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.marquee.examples"));
  }
}
