package dev.marquee.engine.storage;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A caller's batch for the log's thread, with the hashes that it checks; the caller's thread has
/// computed them.
///
/// @param bytes estimated size of the batch on disk
record PendingAppend(List<Hashed> events, long bytes, CompletableFuture<EventLog.Appended> done) {

  record Hashed(Event event, EventKey key, long digest) {}

  static PendingAppend of(List<Event> events) {
    var scratch = BlockWriter.ofDigests();
    var hashed = new ArrayList<Hashed>(events.size());
    long bytes = 0;
    for (Event event : events) {
      EventKey key = EventKey.of(event.id(), scratch);
      hashed.add(new Hashed(event, key, EventCodec.digest(event, scratch)));
      bytes += scratch.size();
    }
    return new PendingAppend(hashed, bytes, new CompletableFuture<>());
  }
}
