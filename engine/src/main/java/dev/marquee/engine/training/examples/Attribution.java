package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.LabelRules;
import dev.marquee.engine.state.OpenImpressions;
import dev.marquee.engine.state.UserState;
import java.util.HashMap;
import java.util.Map;

/// Finds the impression that an outcome belongs to, by the same rules as user states and counters,
/// and writes the labels.
///
/// Continues where an evaluation freezes its fold: outcomes after the cut still label impressions
/// before it. An outcome counts only from its impression to the end of the attribution window, so
/// later events never change a label.
final class Attribution {

  /// The cell with an example's number plus one, or 0 if the impression is not an example.
  private static final int EXAMPLE = 0;

  private final int maxOpen;
  private final LabelRules rules;
  private final long windowMillis;
  private final Examples examples;
  private final Map<String, OpenImpressions> byUser = new HashMap<>();

  Attribution(FoldSettings settings, Examples examples) {
    this.maxOpen = settings.attribution().maxOpen();
    this.rules = settings.labels();
    this.windowMillis = settings.attributionWindow().toMillis();
    this.examples = examples;
  }

  /// Starts a user's attribution from a saved state. Its earlier impressions still receive their
  /// outcomes, but are not examples.
  void goesOnFrom(UserState before) {
    OpenImpressions open = before.openImpressions(1);
    if (open.size() > 0) {
      byUser.put(before.user(), open);
    }
  }

  /// Registers an example; later outcomes may belong to it.
  void opened(int example, String user, int video, String feed, long atMillis) {
    open(user, video, feed, atMillis, example);
  }

  /// Registers an impression that is not an example. It still receives its outcomes, so that these
  /// don't label an earlier example.
  ///
  /// @param video ordinal; negative if no example can have this video
  void shadowed(String user, int video, String feed, long atMillis) {
    if (video >= 0) {
      open(user, video, feed, atMillis, -1);
    }
  }

  private void open(String user, int video, String feed, long atMillis, int example) {
    OpenImpressions open = byUser.computeIfAbsent(user, id -> new OpenImpressions(1));
    open.makeRoom(atMillis, windowMillis, maxOpen);
    open.set(open.add(video, OpenImpressions.feedHash(feed), atMillis), EXAMPLE, example + 1);
  }

  /// Attributes an outcome.
  ///
  /// @param video ordinal; negative if no example can have this video
  void outcome(UserEvent event, int video, double knownDuration) {
    switch (event) {
      case Click click -> {
        int example = find(click, video, click.feed());
        if (example >= 0) {
          examples.click(example);
        }
      }
      case Watch watch -> {
        int example = find(watch, video, watch.feed());
        if (example >= 0) {
          float watched = examples.watch(example, (float) watch.watchedSeconds());
          double duration = watch.durationSeconds() > 0 ? watch.durationSeconds() : knownDuration;
          if (rules.completed(watched, duration, watch.completion())) {
            examples.complete(example);
          }
          if (watch.last()) {
            examples.close(example);
          }
        }
      }
      default -> {
        // Reactions and follows are no labels yet.
      }
    }
  }

  private int find(UserEvent event, int video, String feed) {
    OpenImpressions open = byUser.get(event.user());
    long at = event.at().toEpochMilli();
    if (open == null || video < 0) {
      return -1;
    }
    int slot = open.find(video, OpenImpressions.feedHash(feed), at - windowMillis);
    if (slot == OpenImpressions.NONE) {
      shadowed(event.user(), video, feed, at);
      return -1;
    }
    int example = open.cell(slot, EXAMPLE) - 1;
    if (example < 0) {
      return -1;
    }
    long passed = at - examples.at(example);
    return passed >= 0 && passed < windowMillis ? example : -1;
  }
}
