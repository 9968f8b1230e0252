package dev.marquee.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The videos with the highest true value for one viewer on one device.
///
/// Keeps only the best [#KEPT] videos, and later computes the value of new uploads only: valuing
/// the whole catalog for each request would take most of a run's time.
final class OracleRanking {

  static final int KEPT = 500;

  private final World world;
  private final Shelf shelf;
  private final OracleObjective objective;
  private final Viewer viewer;
  private final Device device;

  /// Sorted ascending. Each key has the bits of the value in the upper half and the video's index
  /// in the lower half; non-negative floats sort like their bits.
  private final long[] keys = new long[KEPT];

  private int size;
  private int valued;

  OracleRanking(World world, Shelf shelf, OracleObjective objective, Viewer viewer, Device device) {
    this.world = world;
    this.shelf = shelf;
    this.objective = objective;
    this.viewer = viewer;
    this.device = device;
  }

  List<String> best(Instant at, int limit) {
    valueUploads(at);
    var best = new ArrayList<Choice>(limit + 1);
    for (int i = size - 1; i >= 0; i--) {
      // The key is an upper bound: a video that was seen without a click is worth less than its
      // key.
      if (best.size() == limit && best.getLast().value() >= value(keys[i])) {
        break;
      }
      var video = world.videos().get((int) keys[i]);
      if (shelf.offers(viewer, video, at)) {
        double pClick = pClick(video, shelf.timesSeen(viewer, video));
        insert(new Choice(video, value(video, pClick)), best, limit);
      }
    }
    return best.stream().map(choice -> choice.video().id()).toList();
  }

  private void valueUploads(Instant at) {
    int published = shelf.published(at);
    for (; valued < published; valued++) {
      var video = world.videos().get(valued);
      double pClick = pClick(video, 0);
      if (size < KEPT || objective.ceiling(video, pClick) >= value(keys[0])) {
        float value = (float) value(video, pClick);
        keep((long) Float.floatToIntBits(value) << Integer.SIZE | valued);
      }
    }
  }

  private void keep(long key) {
    if (size == KEPT && key < keys[0]) {
      return;
    }
    int place = -1 - Arrays.binarySearch(keys, 0, size, key);
    if (size < KEPT) {
      System.arraycopy(keys, place, keys, place + 1, size - place);
      keys[place] = key;
      size++;
    } else {
      System.arraycopy(keys, 1, keys, 0, place - 1);
      keys[place - 1] = key;
    }
  }

  private double pClick(Video video, int timesSeen) {
    return world.settings().behaviour().clicking().pClick(viewer, video, device, timesSeen);
  }

  private double value(Video video, double pClick) {
    return objective.value(world, viewer, video, device, pClick);
  }

  private static float value(long key) {
    return Float.intBitsToFloat((int) (key >>> Integer.SIZE));
  }

  private static void insert(Choice choice, List<Choice> best, int limit) {
    int slot = best.size();
    while (slot > 0 && best.get(slot - 1).value() < choice.value()) {
      slot--;
    }
    best.add(slot, choice);
    if (best.size() > limit) {
      best.removeLast();
    }
  }

  private record Choice(Video video, double value) {}
}
