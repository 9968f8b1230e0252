package dev.marquee.server.demo;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.json.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Sends events to the API in batches, in order, from its own thread.
///
/// For one caller thread, which blocks while too many batches are queued.
final class EventSender implements AutoCloseable {

  private static final int BATCHES_WAITING = 4;

  private final HttpClient http;
  private final URI events;
  private final DemoClock clock;
  private final BlockingQueue<List<Event>> waiting = new ArrayBlockingQueue<>(BATCHES_WAITING);
  private final Thread sender;
  private final int batchSize;
  private List<Event> batch = new ArrayList<>();
  private volatile RuntimeException failure;

  EventSender(HttpClient http, URI api, DemoClock clock, int batchSize) {
    this.http = http;
    this.events = api.resolve("v1/events");
    this.clock = clock;
    this.batchSize = batchSize;
    this.sender = Thread.ofPlatform().name("event-sender").daemon().start(this::run);
  }

  /// Adds an event to the next batch.
  void send(Event event) {
    batch.add(event);
    if (batch.size() >= batchSize) {
      flush();
    }
  }

  /// Sends the current batch.
  void flush() {
    if (!batch.isEmpty()) {
      put(batch);
      batch = new ArrayList<>(batchSize);
    }
  }

  private void put(List<Event> events) {
    if (failure != null) {
      throw failure;
    }
    try {
      waiting.put(events);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending events", e);
    }
  }

  private void run() {
    try {
      // An empty batch marks the end.
      for (List<Event> next = waiting.take(); !next.isEmpty(); next = waiting.take()) {
        if (failure == null) {
          post(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(List<Event> batch) throws InterruptedException {
    try {
      clock.advanceTo(batch.getLast().at());
      ByteArrayOutputStream lines = new ByteArrayOutputStream(batch.size() * 200);
      EventJson.writeLines(batch, lines);
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(events)
                  .header("Content-Type", "application/x-ndjson")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(lines.toByteArray()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("the API refused events: " + answer.body());
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /// Waits until everything is acknowledged.
  @Override
  public void close() {
    flush();
    put(List.of());
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
