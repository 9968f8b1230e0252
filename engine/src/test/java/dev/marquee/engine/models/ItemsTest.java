package dev.marquee.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.TinyPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemsTest {

  private final TinyPlatform platform = new TinyPlatform();
  private final Items items = new Items(List.of("cat", "dog", "eel"));

  private int item(String video) {
    return items.item(platform.snapshot().videos(), platform.ordinal(video));
  }

  private int[] history(String user) {
    return items.history(platform.state(user), platform.snapshot().videos());
  }

  @Test
  void areFoundByTheirIds() {
    assertThat(items.find("dog")).isEqualTo(1);
    assertThat(items.find("unseen")).isEqualTo(-1);
  }

  @Test
  void carryOverToATableThatNumbersThemInAnotherOrder() {
    platform.publish("eel", "new", "cat");
    assertThat(item("eel")).isEqualTo(2);
    assertThat(item("cat")).isEqualTo(0);
    assertThat(item("new")).isEqualTo(-1);
    assertThat(items.videos(platform.snapshot().videos()))
        .containsExactly(platform.ordinal("cat"), -1, platform.ordinal("eel"));
  }

  @Test
  void aVideoPublishedLongAfterTrainingIsLookedUpToo() {
    for (int i = 0; i < 3_000; i++) {
      platform.publish("later" + i);
    }
    platform.publish("dog");
    assertThat(item("later2999")).isEqualTo(-1);
    assertThat(item("dog")).isEqualTo(1);
    assertThat(item("dog")).as("asked again").isEqualTo(1);
  }

  @Test
  void aHistoryHasEachItemOnceTheLatestFirst() {
    platform.publish("cat", "dog", "eel", "new");
    for (String video : List.of("cat", "dog", "new", "eel", "dog", "eel", "cat", "cat")) {
      platform.watch("ann", video);
    }
    assertThat(history("ann")).containsExactly(0, 2, 1);
    assertThat(history("nobody")).isEmpty();
  }

  @Test
  void refuseAnIdThatComesTwice() {
    assertThatThrownBy(() -> new Items(List.of("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 'a' comes twice, as 0 and as 2: ids must be distinct");
  }
}
