package dev.marquee.testkit;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Pseudonymous;
import dev.marquee.engine.events.SettingsChanged;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import dev.marquee.engine.events.binary.EventCodec;
import dev.marquee.engine.storage.EventKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// A log in memory, with any number of partitions, that never rewrites an entry. It shows that the
/// contract of [EventLog] can be kept on append-only storage.
///
/// It keeps each user event in two forms: the full event, encrypted with the user's key, and a
/// pseudonymous one. Reads return the first as long as the key exists, then the second. Appended
/// events survive [#close], so that they can be read again. Safe for use by many threads.
public final class AppendOnlyLog implements EventLog {

  private final List<List<Entry>> partitions = new ArrayList<>();
  private final Map<EventKey, Long> digests = new HashMap<>();
  private final UserKeys keys = new UserKeys();
  private final BlockWriter out = BlockWriter.ofBlocks();
  private final BlockWriter scratch = BlockWriter.ofDigests();

  /// @param key number of the user's key, or -1 if `bytes` is not a user event
  /// @param bytes the event; pseudonymous if it is a user event
  /// @param sealed the encrypted full event; empty without a key
  private record Entry(int key, byte[] bytes, byte[] sealed) {}

  public AppendOnlyLog(int partitions) {
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  @Override
  public synchronized CompletableFuture<Appended> append(List<Event> events) {
    Map<EventKey, Long> fresh = new HashMap<>();
    Map<Integer, Long> offsets = new HashMap<>();
    List<Event> added = new ArrayList<>();
    for (Event event : events) {
      EventKey key = EventKey.of(event.id(), scratch);
      long digest = EventCodec.digest(event, scratch);
      Long before = digests.getOrDefault(key, fresh.get(key));
      if (before == null) {
        fresh.put(key, digest);
        added.add(event);
      } else if (before != digest) {
        return CompletableFuture.failedFuture(new ConflictingEventException(event.id()));
      }
    }
    digests.putAll(fresh);
    added.forEach(this::write);
    for (Event event : events) {
      int partition = partitionOf(key(event));
      offsets.put(partition, end(partition));
    }
    notifyAll();
    return CompletableFuture.completedFuture(new Appended(offsets, events.size() - added.size()));
  }

  private void write(Event event) {
    List<Entry> partition = partitions.get(partitionOf(key(event)));
    if (event instanceof UserEvent ofUser) {
      int key = keys.of(ofUser.user(), partition.size() + 1L);
      Event ofNobody = new Pseudonymous("-", "-", feed -> keys.token(key, feed)).of(ofUser);
      partition.add(new Entry(key, bytes(ofNobody), keys.sealed(key, bytes(event))));
      if (event instanceof UserErased) {
        keys.change(ofUser.user());
      }
    } else {
      partition.add(new Entry(-1, bytes(event), new byte[0]));
    }
  }

  private static String key(Event event) {
    return switch (event) {
      case UserEvent it -> it.user();
      case VideoEvent it -> it.video();
      case SettingsChanged _ -> "";
    };
  }

  private byte[] bytes(Event event) {
    EventBlock.write(List.of(event), out);
    return out.toBytes();
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public int partitionOf(String key) {
    return Math.floorMod(key.hashCode(), partitions.size());
  }

  @Override
  public synchronized long end(int partition) {
    return partitions.get(Objects.checkIndex(partition, partitions.size())).size();
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    long end = end(partition);
    for (long offset = after + 1; offset <= end; offset++) {
      if (!reader.read(offset, event(partition, offset))) {
        return offset;
      }
    }
    return Math.max(after, end);
  }

  private synchronized Event event(int partition, long offset) {
    Entry entry = partitions.get(partition).get((int) offset - 1);
    if (entry.key() < 0) {
      return read(entry.bytes(), offset);
    }
    return keys.pseudonym(entry.key())
        .<Event>map(
            user -> {
              var ofNobody = (UserEvent) read(entry.bytes(), offset);
              return new Pseudonymous(user + ":" + offset, user, feed -> user + ":feed:" + feed)
                  .of(ofNobody);
            })
        .orElseGet(() -> read(keys.opened(entry.key(), entry.sealed()), offset));
  }

  private static Event read(byte[] bytes, long offset) {
    return new EventBlock(bytes, bytes.length, offset).read();
  }

  @Override
  public synchronized boolean awaitAfter(int partition, long after, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long left = timeout.toMillis();
    while (end(partition) <= after && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return end(partition) > after;
  }

  @Override
  public synchronized void erase(String user, String pseudonym, long upTo) {
    keys.drop(user, pseudonym, upTo);
  }

  @Override
  public void close() {}
}
