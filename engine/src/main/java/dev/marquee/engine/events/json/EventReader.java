package dev.marquee.engine.events.json;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.InvalidEventException;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/// Reads events from JSON text: a list, or one object per line.
final class EventReader {

  private final JsonCursor json;
  private final EventJson.Sender sender;
  private final JsonDraft draft = new JsonDraft();

  EventReader(JsonCursor json, EventJson.Sender sender) {
    this.json = json;
    this.sender = sender;
  }

  /// Passes all events of the text to `sink`, in order.
  void readAll(Consumer<Event> sink) {
    if (next() == null) {
      throw InvalidEventException.found("events", "empty", EventJson.BATCH);
    }
    if (json.token() == JsonToken.START_ARRAY) {
      while (next() != JsonToken.END_ARRAY) {
        sink.accept(event());
      }
      nothingFollows();
    } else {
      readLines(sink);
    }
  }

  private void readLines(Consumer<Event> sink) {
    int line = json.line();
    try {
      for (boolean more = true; more; ) {
        sink.accept(event());
        int ended = json.line();
        line = 0;
        more = next() != null;
        line = json.line();
        if (more && line == ended) {
          throw InvalidEventException.found(
              "events", "not one per line", "a line break between two events");
        }
      }
    } catch (InvalidEventException e) {
      throw e.line() > 0 ? e : e.atLine(line > 0 ? line : json.lineReached());
    }
  }

  /// The only event of the text.
  Event readOne() {
    next();
    Event event = event();
    nothingFollows();
    return event;
  }

  /// The only object of the text, which is not an event.
  <T> T readOnly(JsonForm form, Function<JsonDraft, T> build) {
    next();
    readDraft(form);
    T value = build.apply(draft);
    nothingFollows();
    return value;
  }

  private Event event() {
    readDraft(JsonForm.ANY);
    try {
      return built();
    } catch (InvalidEventException e) {
      throw e.withPath(json.path());
    }
  }

  private Event built() {
    String word = (String) draft.required(JsonField.TYPE);
    JsonForm form = JsonForm.named(word);
    if (form == null) {
      throw new InvalidEventException("type", word, DidYouMean.among(JsonForm.words(sender), word));
    }
    String serverOnly = form.event().serverOnly();
    if (!serverOnly.isEmpty() && sender == EventJson.Sender.CLIENT) {
      throw new InvalidEventException(
          "type", word, "an event that clients may send: " + serverOnly);
    }
    return draft.make(form, form.event().fields());
  }

  private void readDraft(JsonForm form) {
    try {
      if (json.token() == null) {
        throw InvalidEventException.found("json", "empty", "a JSON object");
      }
      if (json.token() != JsonToken.START_OBJECT) {
        throw json.refused("a JSON object");
      }
      draft.read(json, form);
    } catch (JacksonException e) {
      throw json.unreadable(e);
    }
  }

  private JsonToken next() {
    try {
      return json.next();
    } catch (JacksonException e) {
      throw json.unreadable(e);
    }
  }

  private void nothingFollows() {
    if (next() != null) {
      throw InvalidEventException.found(
          "json", "followed by more text at line " + json.line(), "nothing after its end");
    }
  }
}
