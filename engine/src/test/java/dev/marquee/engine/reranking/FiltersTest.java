package dev.marquee.engine.reranking;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.fromAge;
import static dev.marquee.testkit.TinyPlatform.onlyIn;
import static dev.marquee.testkit.TinyPlatform.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.testkit.TinyPlatform;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiltersTest {

  private static final Request ANN = Request.of("ann", NOON);

  private final TinyPlatform platform = new TinyPlatform().publish("cat");

  private List<String> kept(Filter filter, Request request, String... videos) {
    Query query = platform.query(request);
    var test = filter.forQuery(query);
    return Stream.of(videos).filter(video -> test.test(ranked(video))).toList();
  }

  private Slot ranked(String video) {
    return Slot.unranked(new Candidate(platform.ordinal(video), List.of(), 0), 0);
  }

  @Test
  void availableIsWhatIsPublishedForCountryAndAge() {
    platform.publish("gone").remove("gone").publish("later", since(NOON.plusSeconds(1)));
    platform.publish("beer", onlyIn("DE")).publish("wine", fromAge(18)).show("ben", "rumour");
    String[] all = {"cat", "gone", "later", "beer", "wine", "rumour"};
    assertThat(kept(Filters.AVAILABLE, ANN, all)).containsExactly("cat");
    assertThat(kept(Filters.AVAILABLE, ANN.from("DE", "", ""), all)).containsExactly("cat", "beer");
    platform.profile("ann", "", 1980);
    assertThat(kept(Filters.AVAILABLE, ANN, all)).containsExactly("cat", "wine");
  }

  @Test
  void notWatchedDropsWhatTheViewerWatchedAlone() {
    platform.publish("dog", "eel", "fox").watch("ann", "cat").watch("ben", "dog");
    platform.show("ann", "eel").completedLongAgo("ann", "fox");
    assertThat(kept(Filters.NOT_WATCHED, ANN, "cat", "dog", "eel", "fox"))
        .containsExactly("dog", "eel");
  }

  @Test
  void notBlockedDropsWhatTheViewerRefusedOrTheRequestExcludes() {
    platform.publish("dog", "eel").refuse("ann", "cat").refuse("ben", "dog");
    assertThat(kept(Filters.NOT_BLOCKED, ANN.excluding(Set.of("eel")), "cat", "dog", "eel"))
        .containsExactly("dog");
  }

  @Test
  void allTogetherKeepWhatIsEligible() {
    platform.publish("dog", "eel", "fox", "gnu").publish("wine", fromAge(18));
    platform.watch("ann", "dog").refuse("ann", "eel").remove("fox");
    Request request = ANN.excluding(Set.of("gnu"));
    Query query = platform.query(request);
    for (String video : List.of("cat", "dog", "eel", "fox", "gnu", "wine")) {
      boolean keptByAll =
          Filters.defaults().stream()
              .allMatch(filter -> filter.forQuery(query).test(ranked(video)));
      assertThat(keptByAll)
          .as(video)
          .isEqualTo(query.eligibility().test(query.snapshot().videos(), platform.ordinal(video)));
    }
  }

  @Test
  void namesAreForTraces() {
    assertThat(Filters.defaults())
        .extracting(Filter::name)
        .containsExactly("available", "not watched", "not blocked");
  }
}
