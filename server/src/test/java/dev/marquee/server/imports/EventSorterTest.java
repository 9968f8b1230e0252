package dev.marquee.server.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.testkit.RandomEvents;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventSorterTest {

  private static List<Event> sorted(List<Event> events, int runSize) {
    List<Event> sorted = new ArrayList<>();
    try (var sorter = new EventSorter(runSize)) {
      events.forEach(sorter::add);
      sorter.forEach(sorted::add);
    }
    return sorted;
  }

  @Test
  void anyOrderOfTheSameEventsGivesOneOrder(@Seed Random random) {
    List<Event> events = new ArrayList<>(new RandomEvents(random, "e").some(1_500));
    List<Event> expected = new ArrayList<>(events);
    expected.sort(EventSorter.ORDER);
    for (int runSize : new int[] {1, 7, 300, EventSorter.RUN_SIZE}) {
      Collections.shuffle(events, random);
      assertThat(sorted(events, runSize)).as("runs of %d", runSize).isEqualTo(expected);
    }
  }

  @Test
  void causesComeBeforeEffectsOfTheSameTime() {
    var script = new Script();
    List<Event> inOrder =
        List.of(
            script.published("v"),
            script.shown("ann", "v"),
            script.clicked("ann", "v"),
            script.followed("ann", "c"),
            script.watched("ann", "v", 50),
            script.erased("ann"));
    assertThat(sorted(inOrder.reversed(), 2)).isEqualTo(inOrder);
  }

  @Test
  void whatComesAfterALaterOneIsCounted() {
    var script = new Script();
    Event first = script.shown("ann", "v");
    Event second = script.after(Duration.ofSeconds(1)).clicked("ann", "v");
    Event third = script.after(Duration.ofSeconds(1)).watched("ann", "v", 50);
    try (var sorter = new EventSorter()) {
      List.of(third, first, second).forEach(sorter::add);
      assertThat(sorter.outOfOrder()).isEqualTo(2);
    }
  }
}
