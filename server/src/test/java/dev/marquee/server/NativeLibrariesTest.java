package dev.marquee.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.junit.jupiter.api.Test;

/// What runs outside the JVM stands in one place each, over all modules of a server.
class NativeLibrariesTest {

  private static final String ADAPTERS = "dev.marquee.adapters..";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.marquee");

  @Test
  void theServerHasBothAdaptersOnItsClassPath() {
    assertThat(ALL.contain("dev.marquee.adapters.onnx.OnnxFormat")).isTrue();
    assertThat(ALL.contain("dev.marquee.adapters.faiss.FaissKind")).isTrue();
  }

  @Test
  void onnxRuntimeLivesInItsAdapterAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.marquee.adapters.onnx..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("ai.onnxruntime..", "ai.onnx..", "com.google.protobuf.."))
        .check(ALL);
  }

  @Test
  void rocksDbLivesInStorageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.marquee.engine.storage..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.rocksdb.."))
        .check(ALL);
  }

  @Test
  void theVectorApiLivesInMathSimdAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.marquee.engine.math.simd..")
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.vector.."))
        .check(ALL);
  }

  @Test
  void nativeCodeIsCalledByAdaptersAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ADAPTERS)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(ALL);
  }

  @Test
  void faissIsCalledByOneClass() {
    noClasses()
        .that()
        .resideInAPackage("dev.marquee.adapters.faiss..")
        .and()
        .doNotHaveSimpleName("FaissLibrary")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(ALL);
  }
}
