package dev.marquee.engine.catalog;

import static dev.marquee.testkit.Script.NOON;
import static dev.marquee.testkit.Script.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.VideoDetails;
import dev.marquee.testkit.Script;
import dev.marquee.testkit.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VideoTableTest {

  private static final long AT = NOON.toEpochMilli();

  private final Script script = new Script();
  private final VideoTable table = new VideoTable();

  @Test
  void ordinalsAreGivenByFirstSight() {
    assertThat(table.ordinal("clicked early")).isEqualTo(0);
    assertThat(table.apply(script.published("b"))).isEqualTo(1);
    assertThat(table.apply(script.published("clicked early"))).isEqualTo(0);
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.id(1)).isEqualTo("b");
    assertThat(table.find("b")).isEqualTo(1);
    assertThat(table.find("never")).isEqualTo(-1);
  }

  @Test
  void aVideoMetBeforeItsPublicationIsNotLive() {
    int video = table.ordinal("early");
    assertThat(table.isPublished(video)).isFalse();
    assertThat(table.isLive(video, AT)).isFalse();
    assertThat(table.channel(video)).isEqualTo(-1);
    assertThat(table.category(video)).isEqualTo(-1);
    assertThat(table.attributes(video)).isEmpty();
    table.apply(script.published("early"));
    assertThat(table.isLive(video, AT)).isTrue();
  }

  @Test
  void anUpdateReplacesTheDetailsAndPublishesNothing() {
    int video = table.apply(script.updated("a", details("c1", "pets", 10)));
    assertThat(table.isPublished(video)).isFalse();
    table.apply(script.published("a", details("c1", "pets", 10)));
    table.apply(script.updated("a", details("c2", "", 20)));
    assertThat(table.isPublished(video)).isTrue();
    assertThat(table.details(video)).isEqualTo(details("c2", "", 20));
    assertThat(table.channels().name(table.channel(video))).isEqualTo("c2");
    assertThat(table.category(video)).isEqualTo(-1);
  }

  @Test
  void aRemovedVideoIsNotLiveUntilItIsPublishedAgain() {
    int video = table.apply(script.published("a"));
    table.apply(script.removed("a"));
    assertThat(table.isLive(video, AT)).isFalse();
    assertThat(table.details(video)).isEqualTo(details("c", "pets", 100));
    table.apply(script.updated("a", details("c", "pets", 9)));
    assertThat(table.isLive(video, AT)).isFalse();
    table.apply(script.published("a"));
    assertThat(table.isLive(video, AT)).isTrue();
  }

  @Test
  void aVideoGoesLiveAtItsPublishingTime() {
    int video = table.apply(script.published("a", VideoDetails.published(NOON)));
    assertThat(table.isPublished(video)).isTrue();
    assertThat(table.isLive(video, AT - 1)).isFalse();
    assertThat(table.isLive(video, AT)).isTrue();
  }

  @Test
  void channelsAndCategoriesHaveOrdinalsOfTheirOwn() {
    int first = table.apply(script.published("a", details("c1", "pets", 1)));
    int second = table.apply(script.published("b", details("c2", "pets", 1)));
    assertThat(table.channel(first)).isNotEqualTo(table.channel(second));
    assertThat(table.category(first)).isEqualTo(table.category(second));
    assertThat(table.categories().name(table.category(first))).isEqualTo("pets");
  }

  @Test
  void theHashOfAnIdIsTheSameInEveryTable() {
    var other = new VideoTable();
    other.ordinal("x");
    assertThat(other.idHash(other.ordinal("a"))).isEqualTo(table.idHash(table.ordinal("a")));
    assertThat(other.idHash(0)).isNotEqualTo(other.idHash(1));
  }

  @Test
  void laterWritesDoNotChangeASnapshot() {
    int video = table.apply(script.published("a", details("c1", "pets", 10)));
    VideoTable snapshot = table.snapshot();
    table.apply(script.updated("a", details("c2", "cars", 20)));
    table.apply(script.removed("a"));
    table.apply(script.published("b"));
    assertThat(snapshot.details(video)).isEqualTo(details("c1", "pets", 10));
    assertThat(snapshot.isLive(video, AT)).isTrue();
    assertThat(snapshot.size()).isEqualTo(1);
    assertThat(snapshot.find("b")).isEqualTo(-1);
    assertThat(table.find("b")).isEqualTo(1);
  }

  @Test
  void aSnapshotIsReadOnly() {
    table.apply(script.published("a"));
    VideoTable snapshot = table.snapshot();
    assertThat(snapshot.ordinal("a")).isEqualTo(0);
    assertThatThrownBy(() -> snapshot.ordinal("b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("write to its table");
    assertThatThrownBy(() -> snapshot.apply(script.removed("a")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(snapshot.isPublished(0)).isTrue();
  }

  @Test
  void thousandsOfSnapshotsShareTheirPages() {
    for (int i = 0; i < 5_000; i++) {
      table.apply(script.published("v" + i));
    }
    // Were the pages copied, these snapshots would take 3 GB and the test would end here.
    List<VideoTable> snapshots = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      snapshots.add(table.snapshot());
    }
    table.apply(script.removed("v7"));
    assertThat(snapshots).allMatch(snapshot -> snapshot.isPublished(7) && snapshot.size() == 5_000);
    assertThat(table.isPublished(7)).isFalse();
  }

  @Test
  void tellsAStoreWhatChanged() {
    table.apply(script.published("a"));
    table.apply(script.published("b"));
    assertThat(table.takeUnsaved()).containsExactly(0, 1);
    assertThat(table.takeUnsaved()).isEmpty();
    table.apply(script.removed("b"));
    table.ordinal("a");
    assertThat(table.takeUnsaved()).containsExactly(1);
  }

  @Test
  void restoresWhatWasSaved() {
    table.restore("a", details("c1", "pets", 10), true);
    table.restore("b", details("c2", "cars", 20), false);
    assertThat(table.takeUnsaved()).isEmpty();
    assertThat(table.isLive(0, AT)).isTrue();
    assertThat(table.isPublished(1)).isFalse();
    assertThat(table.details(1)).isEqualTo(details("c2", "cars", 20));
    assertThat(table.idHash(1)).isEqualTo(hashOf("b"));
  }

  private static long hashOf(String id) {
    var other = new VideoTable();
    return other.idHash(other.ordinal(id));
  }

  /// What a table says of a video.
  private record Known(VideoDetails details, boolean published) {}

  @Test
  void everySnapshotAgreesWithAMap(@Seed long seed) {
    var random = new SplittableRandom(seed);
    Map<String, Known> model = new HashMap<>();
    List<VideoTable> snapshots = new ArrayList<>();
    List<Map<String, Known>> models = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      String id = "v" + random.nextInt(1 + step / 4);
      VideoDetails details = details("c" + random.nextInt(9), "k" + random.nextInt(5), step);
      Known old = model.get(id);
      switch (random.nextInt(4)) {
        case 0 -> {
          table.apply(script.published(id, details));
          model.put(id, new Known(details, true));
        }
        case 1 -> {
          table.apply(script.updated(id, details));
          model.put(id, new Known(details, old != null && old.published));
        }
        case 2 -> {
          if (old != null) {
            table.apply(script.removed(id));
            model.put(id, new Known(old.details, false));
          }
        }
        default -> {
          if (random.nextInt(200) == 0) {
            snapshots.add(table.snapshot());
            models.add(new HashMap<>(model));
          }
        }
      }
    }
    snapshots.add(table);
    models.add(model);
    for (int i = 0; i < snapshots.size(); i++) {
      requireSame(snapshots.get(i), models.get(i), seed);
    }
  }

  private static void requireSame(VideoTable snapshot, Map<String, Known> model, long seed) {
    assertThat(snapshot.size()).as("seed %d", seed).isEqualTo(model.size());
    model.forEach(
        (id, known) -> {
          int video = snapshot.find(id);
          assertThat(new Known(snapshot.details(video), snapshot.isPublished(video)))
              .as("video %s, seed %d", id, seed)
              .isEqualTo(known);
          assertThat(snapshot.id(video)).isEqualTo(id);
          assertThat(snapshot.channels().name(snapshot.channel(video)))
              .isEqualTo(known.details.channel());
          assertThat(snapshot.publishedAtMillis(video))
              .isEqualTo(known.details.publishedAt().toEpochMilli());
        });
  }
}
