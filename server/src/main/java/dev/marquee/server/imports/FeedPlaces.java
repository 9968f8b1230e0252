package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.math.Hashing;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/// Takes the places of another log out of served feeds: here other events stand there.
///
/// A feed that the log already holds keeps the places it has, so that it is recognised. Memory
/// grows with the log's feeds, once one is imported. Not safe for threads.
final class FeedPlaces {

  private final EventLog log;
  private Long2ObjectOpenHashMap<Places> known;
  private long lost;

  private record Places(long snapshot, long user) {

    static final Places ELSEWHERE = new Places(FeedServed.ELSEWHERE, FeedServed.ELSEWHERE);

    static Places of(FeedServed feed) {
      return new Places(feed.snapshot(), feed.userPosition());
    }
  }

  FeedPlaces(EventLog log) {
    this.log = log;
  }

  /// The event as it can be appended.
  Event here(Event event) {
    if (!(event instanceof FeedServed feed)) {
      return event;
    }
    if (known == null) {
      known = read();
    }
    Places places = known.get(Hashing.ofString(feed.id()));
    if (places == null) {
      places = Places.ELSEWHERE;
      lost += feed.snapshot() == FeedServed.ELSEWHERE ? 0 : 1;
    }
    return places.equals(Places.of(feed))
        ? feed
        : feed.withPlaces(places.snapshot(), places.user());
  }

  /// How many new feeds lost their places.
  long lost() {
    return lost;
  }

  private Long2ObjectOpenHashMap<Places> read() {
    var places = new Long2ObjectOpenHashMap<Places>();
    log.replay(
        (place, event) -> {
          if (event instanceof FeedServed feed) {
            places.put(Hashing.ofString(feed.id()), Places.of(feed));
          }
          return true;
        });
    return places;
  }
}
