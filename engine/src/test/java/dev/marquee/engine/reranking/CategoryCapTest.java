package dev.marquee.engine.reranking;

import static dev.marquee.testkit.TinyPlatform.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.testkit.Seed;
import dev.marquee.testkit.TinyPlatform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryCapTest {

  private final TinyPlatform platform = new TinyPlatform();

  /// Videos whose names begin with their category, `-` for none, in the order of their rank.
  private List<Slot> ranked(String... videos) {
    for (String video : videos) {
      String category = video.substring(0, 1);
      platform.publish(video, category.equals("-") ? about() : about(category));
    }
    return ranked(platform.ordinals(videos));
  }

  private static List<Slot> ranked(int... videos) {
    return Arrays.stream(videos)
        .mapToObj(video -> Slot.unranked(new Candidate(video, List.of(), 0), -video))
        .toList();
  }

  private List<String> rerank(CategoryCap cap, List<Slot> ranked, int limit) {
    return platform.ids(
        cap.rerank(platform.query("ann"), ranked, limit).stream().mapToInt(Slot::video).toArray());
  }

  @Test
  void theNextOfAnotherCategoryStepsIn() {
    List<Slot> ranked = ranked("a1", "a2", "a3", "a4", "b1", "c1");
    assertThat(rerank(new CategoryCap(2, 3), ranked, 6))
        .containsExactly("a1", "a2", "b1", "a3", "a4", "c1");
  }

  @Test
  void aMonotonousFeedIsBetterThanAShortOne() {
    List<Slot> ranked = ranked("a1", "a2", "b1", "a3", "a4", "a5");
    assertThat(rerank(new CategoryCap(1, 3), ranked, 6))
        .containsExactly("a1", "b1", "a2", "a3", "a4", "a5");
  }

  @Test
  void videosWithoutACategoryAreNotCapped() {
    List<Slot> ranked = ranked("-1", "-2", "-3", "a1", "a2", "-4");
    assertThat(rerank(new CategoryCap(1, 4), ranked, 6))
        .containsExactly("-1", "-2", "-3", "a1", "-4", "a2");
  }

  @Test
  void onlyTheMainCategoryCounts() {
    platform.publish("x", about("a", "b")).publish("y", about("b", "a")).publish("z", about("a"));
    assertThat(rerank(new CategoryCap(1, 2), ranked(platform.ordinals("x", "z", "y")), 3))
        .containsExactly("x", "y", "z");
  }

  @Test
  void aFeedWithinTheCapIsLeftAsItIs() {
    List<Slot> ranked = ranked("a1", "b1", "a2", "b2", "a3");
    assertThat(rerank(new CategoryCap(2, 3), ranked, 5))
        .containsExactly("a1", "b1", "a2", "b2", "a3");
    assertThat(rerank(new CategoryCap(2, 3), ranked, 2)).containsExactly("a1", "b1");
    assertThat(rerank(new CategoryCap(2, 3), List.of(), 2)).isEmpty();
  }

  @Test
  void equalsTheDefinition(@Seed Random random) {
    for (int round = 0; round < 300; round++) {
      int size = random.nextInt(60);
      int categories = 1 + random.nextInt(6);
      TinyPlatform each = new TinyPlatform();
      for (int i = 0; i < size; i++) {
        // Skewed: low categories are common.
        int category = random.nextInt(1 + random.nextInt(categories));
        each.publish("v" + i, random.nextInt(8) == 0 ? about() : about("c" + category));
      }
      int window = 1 + random.nextInt(12);
      CategoryCap cap = new CategoryCap(1 + random.nextInt(window), window);
      int limit = 1 + random.nextInt(70);
      List<Slot> ranked = ranked(IntStream.range(0, size).toArray());
      Query query = each.query("ann");
      List<Slot> slate = cap.rerank(query, ranked, limit);
      assertThat(slate)
          .as("round %d, %s", round, cap)
          .isEqualTo(byDefinition(cap, query.snapshot().videos(), ranked, limit));
      assertThat(slate).hasSize(Math.min(size, limit)).doesNotHaveDuplicates();
      assertThat(ranked).containsAll(slate);
    }
  }

  @Test
  void noWindowHasMoreOfACategoryUnlessNothingElseWasLeft(@Seed Random random) {
    CategoryCap cap = new CategoryCap(4, 10);
    for (int i = 0; i < 400; i++) {
      platform.publish("v" + i, about("c" + random.nextInt(1 + random.nextInt(8))));
    }
    Query query = platform.query("ann");
    VideoTable videos = query.snapshot().videos();
    List<Slot> ranked = ranked(IntStream.range(0, 400).toArray());
    List<Slot> slate = cap.rerank(query, ranked, 400);
    assertThat(slate).containsExactlyInAnyOrderElementsOf(ranked);
    for (int to = 0; to < slate.size(); to++) {
      List<Slot> before = slate.subList(Math.max(0, to - 9), to);
      int category = videos.category(slate.get(to).video());
      if (before.stream().filter(one -> videos.category(one.video()) == category).count() >= 4) {
        assertThat(slate.subList(to, slate.size()))
            .as("place %d broke the cap: all that was left would have", to)
            .allMatch(
                left ->
                    before.stream()
                            .filter(
                                one ->
                                    videos.category(one.video()) == videos.category(left.video()))
                            .count()
                        >= 4);
      }
    }
  }

  /// The slow and obvious one.
  private static List<Slot> byDefinition(
      CategoryCap cap, VideoTable videos, List<Slot> ranked, int limit) {
    List<Slot> left = new ArrayList<>(ranked);
    List<Slot> slate = new ArrayList<>();
    while (slate.size() < limit && !left.isEmpty()) {
      List<Slot> window = slate.subList(Math.max(0, slate.size() - cap.window() + 1), slate.size());
      Slot next =
          left.stream()
              .filter(
                  one -> {
                    int category = videos.category(one.video());
                    return category < 0
                        || window.stream()
                                .filter(other -> videos.category(other.video()) == category)
                                .count()
                            < cap.max();
                  })
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      slate.add(next);
    }
    return slate;
  }

  @Test
  void refusesACapThatNoFeedCanKeep() {
    assertThatThrownBy(() -> new CategoryCap(0, 10))
        .hasMessage("expected 1 <= max <= window, was max 0 of window 10");
    assertThatThrownBy(() -> new CategoryCap(4, 3)).hasMessageContaining("max 4 of window 3");
  }
}
