package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.testkit.Script;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionCountsTest {

  private final Script script = new Script();
  private final Event shown = script.shown("ann", "v");
  private final Event clicked = script.after(Duration.ofSeconds(9)).clicked("ann", "v");
  private final Event watched = script.after(Duration.ofSeconds(9)).watched("ann", "v", 50);

  private static AttributionCounts of(Event... log) {
    var fold = new Fold(FoldSettings.defaults());
    long offset = 0;
    for (Event event : log) {
      fold.apply(++offset, event);
    }
    return fold.attribution();
  }

  @Test
  void inOrderEverythingIsAttributed() {
    AttributionCounts counts = of(shown, clicked, watched);
    assertThat(counts).isEqualTo(new AttributionCounts(2, 0, 1, 0));
    assertThat(counts.lostClicks()).isZero();
  }

  @Test
  void aClickBeforeItsImpressionIsLost() {
    AttributionCounts counts = of(clicked, watched, shown);
    assertThat(counts).isEqualTo(new AttributionCounts(2, 2, 0, 1));
    assertThat(counts.lostClicks()).isEqualTo(1);
    assertThat(counts.unattributedShare()).isEqualTo(1);
  }

  @Test
  void aClickOfASearchIsNotLostByALaterImpression() {
    Event later = script.after(Duration.ofMinutes(1)).shown("ann", "v");
    assertThat(of(clicked, later)).isEqualTo(new AttributionCounts(1, 1, 0, 0));
  }

  @Test
  void aClickOfAnotherVideoOrViewerIsNotLost() {
    List<Event> others = List.of(script.clicked("ann", "w"), script.clicked("bob", "v"));
    assertThat(of(others.get(0), others.get(1), shown))
        .isEqualTo(new AttributionCounts(2, 2, 0, 0));
  }
}
