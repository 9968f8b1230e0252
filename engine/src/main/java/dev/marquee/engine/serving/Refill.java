package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Candidate;
import dev.marquee.engine.retrieval.Charts;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Retrieval.Share;
import dev.marquee.engine.retrieval.Scored;
import dev.marquee.engine.retrieval.SourceKind;
import dev.marquee.engine.retrieval.sources.Sources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Fills up a short slate with videos that pass the filters: popular videos first, then, if these
/// are not enough, any other videos, the latest first.
final class Refill {

  /// Each retry asks the source for this many times as many candidates.
  private static final int GROWTH = 8;

  private final Query query;
  private final Predicate<Slot> filter;
  private final List<Slot> slots;
  private final Set<Integer> there = new HashSet<>();
  private final int limit;

  private Refill(Query query, Predicate<Slot> filter, List<Slot> slots) {
    this.query = query;
    this.filter = filter;
    this.slots = new ArrayList<>(slots);
    this.limit = query.request().limit();
    slots.forEach(slot -> there.add(slot.video()));
  }

  /// Returns the slots with others added.
  ///
  /// @param filter true for slots that may be shown
  static List<Slot> of(Query query, Predicate<Slot> filter, List<Slot> slots) {
    Refill refill = new Refill(query, filter, slots);
    for (SourceKind kind : Sources.REFILL) {
      kind.beforeTraining().ifPresent(refill::addFrom);
    }
    return refill.slots;
  }

  private void addFrom(Share share) {
    int tried = 0;
    for (int k = Charts.SIZE; slots.size() < limit; k *= GROWTH) {
      Scored found = share.source().find(query, k);
      for (int i = tried; i < found.size() && slots.size() < limit; i++) {
        add(found.videos()[i], share);
      }
      tried = found.size();
      if (tried < k) {
        return;
      }
    }
  }

  private void add(int video, Share by) {
    var found = new Candidate.Found(by.name(), by.label(), slots.size(), 0, 0);
    Slot slot = Slot.unranked(new Candidate(video, List.of(found), 0), 0);
    if (there.add(video) && filter.test(slot)) {
      slots.add(slot);
    }
  }
}
