package dev.marquee.engine.events.json;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes events in their JSON form. What is unknown is left out, what has no order is sorted, so
/// that the same event always makes the same text.
final class EventWriter {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .rootValueSeparator("\n")
          .build();

  private final JsonGenerator json;

  private EventWriter(JsonGenerator json) {
    this.json = json;
  }

  /// A generator that leaves `out` open and puts a line end between two values.
  static JsonGenerator onto(OutputStream out) {
    return JSON.createGenerator(ObjectWriteContext.empty(), out);
  }

  static void write(Event event, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", EventType.of(event).word());
    json.writeStringProperty("id", event.id());
    json.writeStringProperty("at", event.at().toString());
    switch (event) {
      case UserEvent it -> json.writeStringProperty("user", it.user());
      case VideoEvent it -> json.writeStringProperty("video", it.video());
    }
    new EventWriter(json).rest(event);
    json.writeEndObject();
  }

  static void fields(VideoDetails video, JsonGenerator json) {
    new EventWriter(json).video(video);
  }

  static void fields(UserProfile profile, JsonGenerator json) {
    new EventWriter(json).profile(profile);
  }

  private void rest(Event event) {
    switch (event) {
      case VideoPublished it -> video(it.details());
      case VideoUpdated it -> video(it.details());
      case ProfileUpdated it -> profile(it.profile());
      case HistoryImported it -> history(it);
      case FeedServed it -> feed(it);
      case Impression it -> impression(it);
      case Click it -> about(it.video(), it.feed());
      case Watch it -> watch(it);
      case Reaction it -> {
        about(it.video(), it.feed());
        text("kind", EventType.kebabCase(it.kind().name()));
      }
      case Follow it -> text("channel", it.channel());
      case Unfollow it -> text("channel", it.channel());
      case VideoRemoved _, UserErased _ -> {}
    }
  }

  private void video(VideoDetails it) {
    text("title", it.title());
    text("channel", it.channel());
    texts("categories", it.categories());
    text("language", it.language());
    texts("countries", it.countries());
    number("maturity", it.maturity(), 0);
    seconds("durationSeconds", it.durationSeconds());
    text("publishedAt", it.publishedAt().toString());
    text("thumbnail", it.thumbnail());
    attributes(it.attributes());
    vector(it.vector());
  }

  private void profile(UserProfile it) {
    text("country", it.country());
    text("language", it.language());
    number("birthYear", it.birthYear(), 0);
    text("gender", it.gender());
    attributes(it.attributes());
  }

  private void history(HistoryImported it) {
    json.writeArrayPropertyStart("shown");
    it.shown().forEach(json::writeString);
    json.writeEndArray();
    texts("liked", it.liked());
    texts("completed", it.completed());
    number("totalShown", it.totalShown(), it.shown().size());
    it.lastShownAt().ifPresent(time -> text("lastShownAt", time.toString()));
  }

  private void feed(FeedServed it) {
    context(it.context());
    text("arm", it.arm());
    text("models", it.models());
    number("snapshot", it.snapshot(), 0);
    number("userPosition", it.userPosition(), 0);
    texts("degraded", it.degraded());
    json.writeArrayPropertyStart("slots");
    it.slots().forEach(slot -> SlotJson.write(slot, json));
    json.writeEndArray();
  }

  private void impression(Impression it) {
    about(it.video(), it.feed());
    number("position", it.position(), -1);
    context(it.context());
  }

  private void watch(Watch it) {
    about(it.video(), it.feed());
    json.writeNumberProperty("watchedSeconds", it.watchedSeconds());
    seconds("durationSeconds", it.durationSeconds());
    if (it.completion() != Watch.Completion.UNSTATED) {
      json.writeBooleanProperty("completed", it.completion() == Watch.Completion.COMPLETED);
    }
    if (it.last()) {
      json.writeBooleanProperty("last", true);
    }
  }

  private void about(String video, String feed) {
    text("video", video);
    text("feed", feed);
  }

  private void context(Context it) {
    text("country", it.country());
    text("device", it.device());
    text("surface", it.surface());
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }

  private void texts(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(name);
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private void number(String name, long value, long unknown) {
    if (value != unknown) {
      json.writeNumberProperty(name, value);
    }
  }

  private void seconds(String name, double value) {
    if (Double.doubleToRawLongBits(value) != 0) { // -0.0 stays -0.0
      json.writeNumberProperty(name, value);
    }
  }

  private void vector(ContentVector it) {
    if (!it.isEmpty()) {
      json.writeArrayPropertyStart("vector");
      for (int i = 0; i < it.length(); i++) {
        json.writeNumber(it.get(i));
      }
      json.writeEndArray();
    }
  }

  private void attributes(Map<String, String> values) {
    if (!values.isEmpty()) {
      json.writeObjectPropertyStart("attributes");
      new TreeMap<>(values).forEach(json::writeStringProperty);
      json.writeEndObject();
    }
  }
}
