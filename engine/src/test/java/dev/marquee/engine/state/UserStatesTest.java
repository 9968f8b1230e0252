package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserStatesTest {

  private final Script script = new Script();
  private final List<String> loaded = new ArrayList<>();
  private final UserStates states =
      new UserStates(
          user -> {
            loaded.add(user);
            return UserState.unknown(user);
          });

  @Test
  void whoeverIsOnlyReadDoesNotFillTheMemory() {
    states.read("made up");
    states.peek("made up");
    assertThat(states.size()).isEqualTo(0);
    assertThat(loaded).containsExactly("made up", "made up");
  }

  private static void show(UserState state) {
    state.counts().show();
  }

  @Test
  void aStateIsLoadedOnceItIsWritten() {
    UserState written = states.writable("ann");
    show(written);
    assertThat(states.writable("ann")).isSameAs(written);
    assertThat(states.peek("ann")).isSameAs(written);
    assertThat(states.read("ann").impressions()).isEqualTo(1);
    assertThat(states.read("ann")).isNotSameAs(written);
    assertThat(loaded).containsExactly("ann");
  }

  @Test
  void anErasedUserIsNotLoadedAgainBeforeTheNextSave() {
    show(states.writable("ann"));
    states.remove("ann");
    assertThat(states.read("ann").impressions()).isEqualTo(0);
    states.writable("ann");
    assertThat(loaded).containsExactly("ann");
    assertThat(states.takeRemoved()).containsExactly("ann");
    assertThat(states.takeRemoved()).isEmpty();
  }

  @Test
  void shrinkingLetsGoOfSavedStatesThatChangedLongestAgo() {
    for (int i = 1; i <= 10; i++) {
      states.writable("u" + i).moveTo(i);
    }
    for (int i : new int[] {1, 2, 4, 9}) {
      states.writable("u" + i).saved();
    }
    states.shrinkTo(10);
    assertThat(states.size()).isEqualTo(10);
    states.shrinkTo(7);
    assertThat(states.size()).as("the third oldest is not saved").isEqualTo(8);
    states.shrinkTo(0);
    List<String> left = new ArrayList<>();
    states.forEach(state -> left.add(state.user()));
    assertThat(left).containsExactlyInAnyOrder("u3", "u5", "u6", "u7", "u8", "u10");
  }

  @Test
  void aFoldOfManyUsersKeepsThemApart() {
    var fold = new Fold(FoldSettings.defaults());
    for (int i = 0; i < 100; i++) {
      fold.apply(i + 1, script.shown("u" + i % 10, "v" + i));
    }
    fold.users().forEach(state -> assertThat(state.impressions()).isEqualTo(10));
    assertThat(fold.users().size()).isEqualTo(10);
  }
}
