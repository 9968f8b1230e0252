package dev.marquee.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The packages in the order the data flows: what each may import besides the root and `math`.
///
/// A rule about a package that is still empty holds.
class ArchitectureTest {

  private static final String ROOT = "dev.marquee.engine";

  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("math", List.of());
    MAY_IMPORT.put("settings", List.of());
    MAY_IMPORT.put("bytes", List.of());
    MAY_IMPORT.put("index", List.of("bytes"));
    MAY_IMPORT.put("events", List.of("bytes"));
    MAY_IMPORT.put("catalog", List.of("events"));
    MAY_IMPORT.put("content", List.of("events", "catalog"));
    MAY_IMPORT.put("state", List.of("bytes", "events", "catalog"));
    MAY_IMPORT.put("storage", List.of("bytes", "events", "catalog", "state"));
    MAY_IMPORT.put("features", List.of("events", "catalog", "state", "content"));
    MAY_IMPORT.put("models", List.of("bytes", "catalog", "state", "features", "index"));
    MAY_IMPORT.put(
        "training", List.of("events", "catalog", "state", "features", "models", "settings"));
    MAY_IMPORT.put(
        "retrieval",
        List.of("events", "catalog", "state", "content", "features", "index", "models"));
    MAY_IMPORT.put(
        "ranking", List.of("events", "catalog", "state", "features", "models", "retrieval"));
    MAY_IMPORT.put("reranking", List.of("catalog", "state", "features", "retrieval", "ranking"));
    MAY_IMPORT.put("experiments", List.of("events"));
    MAY_IMPORT.put(
        "serving",
        List.of(
            "events",
            "catalog",
            "state",
            "features",
            "index",
            "models",
            "retrieval",
            "ranking",
            "reranking",
            "experiments"));
    MAY_IMPORT.put("evaluation", List.copyOf(MAY_IMPORT.keySet()));
    MAY_IMPORT.put("reproduction", List.of("models", "training", "evaluation"));
  }

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static Stream<String> packages() {
    return MAY_IMPORT.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsPointUpstream(String name) {
    var allowed =
        Stream.concat(Stream.of(name, "math"), MAY_IMPORT.get(name).stream())
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    holds(
        classes()
            .that()
            .resideInAPackage(inside(name))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage("dev.marquee..")
                    .or(resideInAPackage(ROOT))
                    .or(resideInAnyPackage(allowed)))
            .as(name + " imports only the root, math and " + MAY_IMPORT.get(name)));
  }

  /// The front door knows every package, and is known by none.
  private static final DescribedPredicate<JavaClass> FRONT_DOOR =
      nameMatching(ROOT.replace(".", "\\.") + "\\.(Marquee|MarqueeSettings|Offline)(\\$.*)?")
          .forSubtype();

  @Test
  void theRootImportsNoPackageButForTheFrontDoor() {
    holds(
        classes()
            .that()
            .resideInAPackage(ROOT)
            .and(not(FRONT_DOOR))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage("dev.marquee..").or(resideInAPackage(ROOT))));
  }

  @Test
  void nothingInTheEngineImportsItsFrontDoor() {
    holds(noClasses().that(not(FRONT_DOOR)).should().dependOnClassesThat(FRONT_DOOR));
  }

  @Test
  void everyPackageIsInTheTable() {
    holds(
        classes()
            .should()
            .resideInAnyPackage(
                Stream.concat(Stream.of(ROOT), packages().map(ArchitectureTest::inside))
                    .toArray(String[]::new)));
  }

  @Test
  void noPackageIsInACycle() {
    holds(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void whatServesNeverLearnsOrJudges() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                Stream.of("retrieval", "ranking", "reranking", "experiments", "serving")
                    .map(ArchitectureTest::inside)
                    .toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(inside("training"), inside("evaluation"), inside("reproduction")));
  }

  @Test
  void noPackageIsADrawerForEverything() {
    holds(
        noClasses().should().resideInAnyPackage("..core..", "..common..", "..util..", "..utils.."));
  }

  @Test
  void theEngineKnowsNoAdapter() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.marquee.adapters..",
                "ai.onnxruntime..",
                "ai.onnx..",
                "com.google.protobuf.."));
  }

  private static String inside(String name) {
    return ROOT + "." + name + "..";
  }

  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(ENGINE);
  }
}
