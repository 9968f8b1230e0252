package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.state.LabelRules;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/// Finds the impression that an outcome belongs to, and writes the labels.
///
/// An outcome that names a feed belongs to that feed's impression of the video; any other to the
/// viewer's latest impression of the video. Only outcomes within the attribution window count, so
/// events after it never change a label.
final class Attribution {

  private static final int NONE = -1;

  private final LabelRules rules;
  private final long windowMillis;
  private final Examples examples;
  private final Long2IntOpenHashMap open = new Long2IntOpenHashMap();
  private int sweepAt = 1 << 16;

  Attribution(LabelRules rules, long windowMillis, Examples examples) {
    this.rules = rules;
    this.windowMillis = windowMillis;
    this.examples = examples;
    open.defaultReturnValue(NONE);
  }

  /// From now on outcomes may name this example.
  void opened(int example, String user, String video, String feed) {
    if (!feed.isEmpty()) {
      open.put(key(1, feed, video), example);
    }
    open.put(key(2, user, video), example);
    if (open.size() > sweepAt) {
      long passed = examples.at(example) - windowMillis;
      open.values().removeIf(old -> examples.at(old) < passed);
      sweepAt = Math.max(1 << 16, 2 * open.size());
    }
  }

  /// An impression that is no example still takes what follows it: the clicks of tomorrow's
  /// impression are no label of today's.
  void shadowed(String user, String video, String feed) {
    if (!feed.isEmpty()) {
      open.remove(key(1, feed, video));
    }
    open.remove(key(2, user, video));
  }

  void outcome(UserEvent event, double knownDuration) {
    switch (event) {
      case Click click -> {
        int example = find(click.user(), click.video(), click.feed(), click);
        if (example != NONE) {
          examples.click(example);
        }
      }
      case Watch watch -> {
        int example = find(watch.user(), watch.video(), watch.feed(), watch);
        if (example != NONE) {
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

  private int find(String user, String video, String feed, UserEvent event) {
    int example = open.get(feed.isEmpty() ? key(2, user, video) : key(1, feed, video));
    if (example == NONE) {
      return NONE;
    }
    long passed = event.at().toEpochMilli() - examples.at(example);
    return passed >= 0 && passed < windowMillis ? example : NONE;
  }

  private static long key(int kind, String of, String video) {
    return Hashing.mix(Hashing.mix(kind, Hashing.ofString(of)), Hashing.ofString(video));
  }
}
