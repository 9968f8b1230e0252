package dev.marquee.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.catalog.Columns.Kind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void differencesNameEachColumnThatIsDeclaredOtherwise() {
    var before =
        new Columns(
            Map.of("age", Kind.NUMBER, "plan", Kind.CATEGORY, "seed", Kind.IGNORED),
            Map.of("width", Kind.NUMBER));
    var now =
        new Columns(
            Map.of("age", Kind.CATEGORY, "plan", Kind.CATEGORY, "zip", Kind.CATEGORY),
            Map.of("width", Kind.NUMBER, "age", Kind.NUMBER));
    assertThat(before.differences(now))
        .containsExactly(
            "user 'age': number, now category",
            "user 'seed': ignored, now not declared",
            "user 'zip': not declared, now category",
            "video 'age': not declared, now number");
    assertThat(before.differences(before)).isEmpty();
  }

  @Test
  void twoThatAreEqualReadTheSame() {
    Map<String, Kind> one = new LinkedHashMap<>();
    one.put("b", Kind.NUMBER);
    one.put("a", Kind.IGNORED);
    Map<String, Kind> other = new LinkedHashMap<>();
    other.put("a", Kind.IGNORED);
    other.put("b", Kind.NUMBER);
    assertThat(new Columns(one, other)).isEqualTo(new Columns(other, one));
    assertThat(new Columns(one, other))
        .hasToString("Columns[user={a=ignored, b=number}, video={a=ignored, b=number}]");
  }

  @Test
  void whoDeclaredThemCannotChangeThemAfterwards() {
    Map<String, Kind> declared = new HashMap<>(Map.of("age", Kind.NUMBER));
    var columns = new Columns(declared, Map.of());
    declared.put("age", Kind.IGNORED);
    assertThat(columns.user()).containsExactly(Map.entry("age", Kind.NUMBER));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> columns.user().clear());
  }
}
