package dev.marquee.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/// What the modules on a server's class path import of each other.
class ModulesTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.marquee");

  @Test
  void noPackageOfTheServerIsInACycle() {
    slices().assignedFrom(new ServerPackages()).should().beFreeOfCycles().check(ALL);
  }

  @Test
  void onlyTheServerKnowsTheCommandLineAndHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.marquee.server..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("picocli..", "io.helidon.."))
        .check(ALL);
  }

  @Test
  void theEngineImportsNoOtherModule() {
    importsOnly("dev.marquee.engine..");
  }

  @Test
  void theSimulatorImportsTheEngineAlone() {
    importsOnly("dev.marquee.simulator..", "dev.marquee.engine..");
  }

  @Test
  void theTestkitImportsTheEngineAlone() {
    importsOnly("dev.marquee.testkit..", "dev.marquee.engine..");
  }

  @Test
  void anAdapterImportsTheEngineAlone() {
    importsOnly("dev.marquee.adapters.onnx..", "dev.marquee.engine..");
    importsOnly("dev.marquee.adapters.faiss..", "dev.marquee.engine..");
  }

  @Test
  void theServerImportsTheEngineAndTheSimulator() {
    importsOnly("dev.marquee.server..", "dev.marquee.engine..", "dev.marquee.simulator..");
  }

  private static void importsOnly(String module, String... others) {
    classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.marquee..")
                .or(resideInAPackage(module))
                .or(resideInAnyPackage(others)))
        .check(ALL);
  }

  /// A slice for each package, the root among them.
  private static final class ServerPackages implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return name.equals("dev.marquee.server") || name.startsWith("dev.marquee.server.")
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of the server";
    }
  }
}
