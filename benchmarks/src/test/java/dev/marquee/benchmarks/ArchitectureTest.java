package dev.marquee.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// What the benchmarks import of the other modules.
class ArchitectureTest {

  @Test
  void benchmarksImportTheEngineTheSimulatorAndOnnx() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.marquee..")
                .or(
                    resideInAnyPackage(
                        "dev.marquee.benchmarks..",
                        "dev.marquee.engine..",
                        "dev.marquee.simulator..",
                        "dev.marquee.adapters.onnx..")))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.marquee.benchmarks"));
  }
}
