package dev.marquee.engine.storage;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A caller's batch on its way to the log, with what the log's thread needs to check it: hashing is
/// done by the caller's thread.
///
/// @param bytes about how large the batch will be on disk
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
