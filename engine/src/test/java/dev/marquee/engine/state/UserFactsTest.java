package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.marquee.testkit.GeneratedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UserFactsTest {

  private static final GeneratedPage PAGE =
      new GeneratedPage(
          Path.of("../docs/user-facts.md"), "mvn -pl engine test -Dtest=UserFactsTest");

  private static final String HEAD =
      """
      # What is known of a user

      A user's state is a fold of the user's events, made of the facts below; [feature rows](features.md) read them.
      A fact is one class, which declares what it reads and has its own stored bytes: events, or
      [changes](../engine/src/main/java/dev/marquee/engine/state/Change.java), which are the meaning of events. To add one,
      write the class and declare it in [UserFacts](../engine/src/main/java/dev/marquee/engine/state/UserFacts.java): states
      that were stored without it are refolded at the next start. This page is generated from the code; a test says how to
      update it.

      | fact | made by | reads | what it holds |
      |---|---|---|---|
      """;

  @Test
  void everyFactIsDeclared() {
    var inPackage =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.marquee.engine")
                .stream()
                .filter(type -> type.isAssignableTo(UserFact.class) && !type.isInterface())
                .map(JavaClass::getFullName);
    assertThat(UserFacts.ALL)
        .extracting(kind -> kind.type().getName())
        .as("add the KIND of a new fact to UserFacts.ALL")
        .containsExactlyInAnyOrderElementsOf(inPackage.toList());
  }

  @Test
  void aFactThatIsNotDeclaredIsNamed() {
    var other =
        new UserFact.Kind<>(
            "mood", 1, "How they feel.", Session.class, Session::new, (in, videos) -> null);
    assertThatThrownBy(() -> UserState.unknown("ann").fact(other))
        .hasMessage("fact 'mood' is not declared: add Session.KIND to UserFacts.ALL");
  }

  @Test
  void thePageTellsOfEachFact() throws IOException {
    var page = new StringBuilder(HEAD);
    for (UserFact.Kind<?> kind : UserFacts.ALL) {
      String name = kind.type().getSimpleName();
      page.append(
          "| %s | [%s](../engine/src/main/java/dev/marquee/engine/state/%s.java) | %s | %s |\n"
              .formatted(kind.name(), name, name, reads(kind), kind.about()));
    }
    PAGE.holds(page.toString());
  }

  private static String reads(UserFact.Kind<?> kind) {
    return kind.handlers().keySet().stream()
        .map(read -> "`" + read.getSimpleName() + "`")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
