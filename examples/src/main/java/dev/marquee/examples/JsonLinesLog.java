package dev.marquee.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.Pseudonymous;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.json.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// An example of a custom event log: a text file with one line per event, also kept in memory.
///
/// Each line starts with two hashes, of the event's id and of its content. They tell whether an
/// event sent again is the same, even after its user was erased. It passes the test kit's contract.
/// Suited to platforms whose events fit in memory, and as a starting point.
public final class JsonLinesLog implements EventLog {

  private final Path file;
  private final List<Event> events = new ArrayList<>();
  private final List<String> hashes = new ArrayList<>();
  private final Map<String, String> contents = new HashMap<>();

  /// Opens a log and creates its file if it does not exist.
  public JsonLinesLog(Path file) {
    this.file = file;
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", 3);
        byte[] json = parts[2].getBytes(UTF_8);
        add(parts[0], parts[1], EventJson.readOne(json, 0, json.length, EventJson.Sender.SERVER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String id, String content, Event event) {
    contents.put(id, content);
    hashes.add(id + " " + content + " ");
    events.add(event);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public synchronized CompletableFuture<Appended> append(List<Event> batch) {
    Map<String, Event> fresh = new LinkedHashMap<>();
    for (Event event : batch) {
      String id = hash(event.id().getBytes(UTF_8));
      Event twin = fresh.putIfAbsent(id, event);
      String before = twin == null ? contents.get(id) : hash(EventJson.write(twin));
      if (before != null && !before.equals(hash(EventJson.write(event)))) {
        return CompletableFuture.failedFuture(new ConflictingEventException(event.id()));
      }
    }
    fresh.keySet().removeAll(contents.keySet());
    int first = events.size();
    fresh.forEach((id, event) -> add(id, hash(EventJson.write(event)), event));
    write(file, first, StandardOpenOption.APPEND);
    notifyAll();
    return CompletableFuture.completedFuture(
        Appended.in(0, events.size(), batch.size() - fresh.size()));
  }

  /// Writes the events from number `first` on, and syncs them to disk.
  private void write(Path to, int first, StandardOpenOption option) {
    StringBuilder lines = new StringBuilder();
    for (int i = first; i < events.size(); i++) {
      String json = new String(EventJson.write(events.get(i)), UTF_8);
      lines.append(hashes.get(i)).append(json).append('\n');
    }
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE, option)) {
      channel.write(ByteBuffer.wrap(lines.toString().getBytes(UTF_8)));
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public int partitionOf(String key) {
    return 0;
  }

  @Override
  public synchronized long end(int partition) {
    return events.size();
  }

  @Override
  public long read(int partition, long after, Reader reader) {
    long end = end(partition);
    for (long offset = after + 1; offset <= end; offset++) {
      if (!reader.read(offset, event(offset))) {
        return offset;
      }
    }
    return Math.max(after, end);
  }

  private synchronized Event event(long offset) {
    return events.get((int) offset - 1);
  }

  @Override
  public synchronized boolean awaitAfter(int partition, long after, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long left = timeout.toMillis();
    while (events.size() <= after && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return events.size() > after;
  }

  /// Rewrites the file: a crash leaves the old one or the new one.
  @Override
  public synchronized void erase(String user, String pseudonym, long upTo) {
    Map<String, String> feeds = new HashMap<>();
    for (int i = 0; i < upTo; i++) {
      if (events.get(i) instanceof UserEvent ofUser && ofUser.user().equals(user)) {
        var nobody =
            new Pseudonymous(
                pseudonym + ":" + i,
                pseudonym,
                feed -> feeds.computeIfAbsent(feed, _ -> pseudonym + ":feed:" + feeds.size()));
        events.set(i, nobody.of(ofUser));
      }
    }
    Path rewritten = file.resolveSibling(file.getFileName() + ".new");
    write(rewritten, 0, StandardOpenOption.CREATE);
    try {
      Files.move(rewritten, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
