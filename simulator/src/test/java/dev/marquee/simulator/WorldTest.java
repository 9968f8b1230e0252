package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.SETTINGS;
import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorldTest {

  @Test
  void titlesShowTheTopic() {
    assertThat(WORLD.videos())
        .allSatisfy(
            video -> {
              var title = video.details().title().toLowerCase(Locale.ROOT);
              assertThat(WORLD.topics().get(video.topic()).subjects())
                  .anyMatch(subject -> title.contains(subject.toLowerCase(Locale.ROOT)));
            });
  }

  @Test
  void videosStandInTheOrderOfPublication() {
    assertThat(WORLD.videos())
        .isSortedAccordingTo(Comparator.comparing(video -> video.details().publishedAt()));
  }

  @Test
  void durationsLieBetweenHalfAMinuteAndFortyMinutes() {
    assertThat(WORLD.videos()).allMatch(v -> v.durationSeconds() >= 30);
    assertThat(WORLD.videos()).allMatch(v -> v.durationSeconds() <= 2_400);
  }

  @Test
  void videosOfOneTopicMeetATasteMoreAlikeThanOthers() {
    double alike = meanDot(true);
    double others = meanDot(false);
    assertThat(alike).isGreaterThan(others + 0.2).isLessThan(0.9);
  }

  @Test
  void theYoungMayNotSeeWhatIsForAdults() {
    var adult = videos().filter(video -> video.details().maturity() == 18).findFirst();
    var start = SETTINGS.start();
    assertThat(WORLD.viewers())
        .filteredOn(viewer -> viewer.profile().birthYear() > 2008)
        .isNotEmpty()
        .noneMatch(viewer -> viewer.maySee(adult.orElseThrow(), start));
  }

  @Test
  void aRemovedVideoMayNotBeSeen() {
    var removed = videos().filter(video -> video.removedAt().isPresent()).findFirst().orElseThrow();
    var at = removed.removedAt().orElseThrow();
    assertThat(removed.isPublished(at.minusMillis(1))).isTrue();
    assertThat(removed.isPublished(at)).isFalse();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> SETTINGS.withViewers(0))
        .hasMessage("viewers is 0, expected at least 1");
  }

  private static Stream<Video> videos() {
    return WORLD.videos().stream();
  }

  private static double meanDot(boolean sameTopic) {
    var some = WORLD.videos().subList(0, 200);
    return some.stream()
        .flatMapToDouble(
            a ->
                some.stream()
                    .filter(b -> a.index() != b.index() && (a.topic() == b.topic()) == sameTopic)
                    .mapToDouble(b -> a.taste().dot(b.taste())))
        .average()
        .orElseThrow();
  }
}
