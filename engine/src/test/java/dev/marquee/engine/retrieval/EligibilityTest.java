package dev.marquee.engine.retrieval;

import static dev.marquee.testkit.TinyPlatform.NOON;
import static dev.marquee.testkit.TinyPlatform.fromAge;
import static dev.marquee.testkit.TinyPlatform.onlyIn;
import static dev.marquee.testkit.TinyPlatform.since;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.Request;
import dev.marquee.testkit.TinyPlatform;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EligibilityTest {

  private static final Request ANN = Request.of("ann", NOON);

  private final TinyPlatform platform = new TinyPlatform();

  private boolean isEligible(Request request, String video) {
    Query query = platform.query(request);
    return query.eligibility().test(query.snapshot().videos(), platform.ordinal(video));
  }

  private boolean isShowable(Request request, String video) {
    Query query = platform.query(request);
    return query.eligibility().isShowable(query.snapshot().videos(), platform.ordinal(video));
  }

  @Test
  void aVideoForSomeCountriesIsForThoseAlone() {
    platform.publish("beer", onlyIn("DE", "AT")).publish("cat");
    assertThat(isEligible(ANN.from("DE", "", ""), "beer")).isTrue();
    assertThat(isEligible(ANN.from("AT", "", ""), "beer")).isTrue();
    assertThat(isEligible(ANN.from("US", "", ""), "beer")).isFalse();
    assertThat(isEligible(ANN, "beer")).as("a viewer who may be anywhere").isFalse();
    assertThat(isEligible(ANN, "cat")).isTrue();
  }

  @Test
  void theProfileSaysTheCountryUnlessTheRequestDoes() {
    platform.publish("beer", onlyIn("DE")).profile("ann", "DE", 0);
    assertThat(isEligible(ANN, "beer")).isTrue();
    assertThat(isEligible(ANN.from("US", "", ""), "beer")).isFalse();
  }

  @Test
  void anUnknownAgeIsNotAnAdults() {
    platform.publish("war", fromAge(17)).publish("wine", fromAge(18));
    assertThat(isEligible(ANN, "war")).isTrue();
    assertThat(isEligible(ANN, "wine")).isFalse();
  }

  @Test
  void aBirthYearCountsAsItsLastDay() {
    platform.publish("wine", fromAge(18));
    platform.profile("ann", "", 2008).profile("ben", "", 2007);
    assertThat(isEligible(ANN, "wine")).as("may turn 18 in December").isFalse();
    assertThat(isEligible(Request.of("ben", NOON), "wine")).as("18 since last year").isTrue();
  }

  @Test
  void ageFollowsTheRequestNotTheClock() {
    platform.publish("wine", fromAge(18)).profile("cid", "", 2008);
    assertThat(isEligible(Request.of("cid", NOON), "wine")).isFalse();
    assertThat(isEligible(Request.of("cid", Instant.parse("2026-12-31T23:59:59Z")), "wine"))
        .isFalse();
    assertThat(isEligible(Request.of("cid", Instant.parse("2027-01-01T00:00:00Z")), "wine"))
        .isTrue();
  }

  @Test
  void whatIsNotPublishedYetWaits() {
    platform.publish("later", since(NOON.plusMillis(1))).publish("now", since(NOON));
    assertThat(isEligible(ANN, "later")).isFalse();
    assertThat(isEligible(Request.of("ann", NOON.plusMillis(1)), "later")).isTrue();
    assertThat(isEligible(ANN, "now")).isTrue();
  }

  @Test
  void whatWasNeverPublishedOrIsRemovedIsGone() {
    platform.show("ben", "rumour").publish("cat").remove("cat");
    assertThat(isShowable(ANN, "rumour")).isFalse();
    assertThat(isShowable(ANN, "cat")).isFalse();
    platform.publish("cat");
    assertThat(isShowable(ANN, "cat")).as("published again").isTrue();
  }

  @Test
  void whatTheViewerWatchedIsShowableButNotEligible() {
    platform.publish("cat").watch("ann", "cat");
    assertThat(isEligible(ANN, "cat")).isFalse();
    assertThat(isShowable(ANN, "cat")).isTrue();
    assertThat(isEligible(Request.of("ben", NOON), "cat")).isTrue();
  }

  @Test
  void whatTheViewerOnlySawOrClickedIsEligible() {
    platform.publish("cat", "dog").show("ann", "cat").show("ann", "dog");
    platform.click("ann", "dog", TinyPlatform.ELEVEN);
    assertThat(isEligible(ANN, "cat")).isTrue();
    assertThat(isEligible(ANN, "dog")).isTrue();
  }

  @Test
  void whatTheViewerRefusedStaysAway() {
    platform.publish("cat").refuse("ann", "cat");
    assertThat(isEligible(ANN, "cat")).isFalse();
    assertThat(isEligible(Request.of("ben", NOON), "cat")).isTrue();
  }

  @Test
  void whatTheRequestExcludesStaysAway() {
    platform.publish("cat", "dog");
    Request request = ANN.excluding(Set.of("cat", "a video nobody knows"));
    assertThat(isEligible(request, "cat")).isFalse();
    assertThat(isEligible(request, "dog")).isTrue();
  }
}
