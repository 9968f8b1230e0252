package dev.marquee.server.imports;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.VideoEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Where a catalog is brought up to date: a log, or a server that writes one.
public interface CatalogTarget {

  /// Passes events that fold to the catalog as it is now. An event's id differs where what it says
  /// differs.
  void replay(Consumer<VideoEvent> sink);

  /// Appends all of `events` or none of them, in the order of calls.
  CompletableFuture<EventLog.Appended> append(List<Event> events);

  /// A log that this process writes.
  static CatalogTarget of(EventLog log) {
    return new CatalogTarget() {

      @Override
      public void replay(Consumer<VideoEvent> sink) {
        log.replay(
            (place, event) -> {
              if (event instanceof VideoEvent ofVideo) {
                sink.accept(ofVideo);
              }
              return true;
            });
      }

      @Override
      public CompletableFuture<EventLog.Appended> append(List<Event> events) {
        return log.append(events);
      }
    };
  }
}
