package dev.marquee.engine.events.json;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FieldSteps;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The public JSON form of events, of a video's details and of a user's profile; each field is
/// described in `docs/events.md`.
///
///     {"type":"click","id":"c-17","at":"2026-11-23T10:00:00Z","user":"u1","video":"v1"}
///
/// Reading is strict: a field that is unknown, missing, repeated or of another type is refused with
/// [InvalidEventException][dev.marquee.engine.events.InvalidEventException], which names the path
/// (`events[17].watchedSeconds`), the value and what was expected. An optional field that is
/// missing or null has its unknown value. A written event is read back equal. Safe for use by many
/// threads.
public final class EventJson {

  static final String BATCH = "a JSON list of events, one event, or one event per line";

  private static final JsonForm VIDEO = JsonForm.of("a video", VideoDetails.FIELDS);
  private static final JsonForm CATALOG_LINE =
      JsonForm.of("a video", VideoDetails.FIELDS, JsonField.ID);
  private static final JsonForm PROFILE = JsonForm.of("a profile", UserProfile.FIELDS);

  private static final FieldSteps<VideoDetails, JsonGenerator> VIDEO_STEPS =
      FormWriter.steps(VideoDetails.class, VideoDetails.FIELDS);
  private static final FieldSteps<UserProfile, JsonGenerator> PROFILE_STEPS =
      FormWriter.steps(UserProfile.class, UserProfile.FIELDS);

  private EventJson() {}

  /// Who sent the text.
  public enum Sender {
    /// A client: events that only the server writes are refused, such as `feed-served` and
    /// `user-erased`.
    CLIENT,
    /// The server itself, as in the export of a log.
    SERVER
  }

  /// Reads a JSON list of events, a single event, or one event per line.
  public static List<Event> read(byte[] text, Sender sender) {
    var events = new ArrayList<Event>();
    try (var json = JsonCursor.over(text, 0, text.length)) {
      new EventReader(json, sender).readAll(events::add);
    }
    return events;
  }

  /// Reads a stream of the same forms and passes each event to `sink` as it is read, also those
  /// before an invalid one. The stream stays open.
  ///
  /// @throws java.io.UncheckedIOException where the stream fails
  public static void read(InputStream text, Sender sender, Consumer<Event> sink) {
    try (var json = JsonCursor.over(text)) {
      new EventReader(json, sender).readAll(sink);
    }
  }

  /// Reads exactly one event, such as a line of a file.
  public static Event readOne(byte[] text, int offset, int length, Sender sender) {
    try (var json = JsonCursor.over(text, offset, length)) {
      return new EventReader(json, sender).readOne();
    }
  }

  /// Reads a video's details.
  ///
  /// @param published publication time where the text has none
  public static VideoDetails readVideo(byte[] text, Instant published) {
    try (var json = JsonCursor.over(text, 0, text.length)) {
      return new EventReader(json, Sender.CLIENT)
          .readOnly(VIDEO, draft -> draft.publishedAt(published).make(VIDEO, VideoDetails.FIELDS));
    }
  }

  /// Reads a line of a catalog: a video's details with its `id`. The event's own id is the video's.
  ///
  /// @param published publication time where the line has none
  public static VideoPublished readPublished(
      byte[] text, int offset, int length, Instant published) {
    try (var json = JsonCursor.over(text, offset, length)) {
      return new EventReader(json, Sender.CLIENT)
          .readOnly(
              CATALOG_LINE,
              draft -> {
                VideoDetails details =
                    draft.publishedAt(published).make(CATALOG_LINE, VideoDetails.FIELDS);
                return new VideoPublished(draft.id(), details.publishedAt(), draft.id(), details);
              });
    }
  }

  /// Reads a user's profile.
  public static UserProfile readProfile(byte[] text) {
    try (var json = JsonCursor.over(text, 0, text.length)) {
      return new EventReader(json, Sender.CLIENT)
          .readOnly(PROFILE, draft -> draft.make(PROFILE, UserProfile.FIELDS));
    }
  }

  /// Writes an event as an object without line breaks.
  public static byte[] write(Event event) {
    var text = new ByteArrayOutputStream(256);
    try (var json = FormWriter.onto(text)) {
      FormWriter.write(event, json);
    }
    return text.toByteArray();
  }

  /// Writes one event per line and leaves the stream open.
  public static void writeLines(Iterable<? extends Event> events, OutputStream out) {
    try (var json = FormWriter.onto(out)) {
      boolean any = false;
      for (Event event : events) {
        FormWriter.write(event, json);
        any = true;
      }
      if (any) {
        json.writeRaw('\n');
      }
    }
  }

  /// Writes a video's details as an object.
  public static byte[] write(VideoDetails video) {
    var text = new ByteArrayOutputStream(256);
    try (var json = FormWriter.onto(text)) {
      json.writeStartObject();
      writeFields(video, json);
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  /// Writes a line of a catalog, as [#readPublished] reads it, without a line end.
  public static byte[] writePublished(String id, VideoDetails video) {
    var text = new ByteArrayOutputStream(256);
    try (var json = FormWriter.onto(text)) {
      json.writeStartObject();
      json.writeStringProperty("id", id);
      writeFields(video, json);
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  /// Writes a profile as an object.
  public static byte[] write(UserProfile profile) {
    var text = new ByteArrayOutputStream(256);
    try (var json = FormWriter.onto(text)) {
      json.writeStartObject();
      writeFields(profile, json);
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  /// Writes a video's details into an open object.
  public static void writeFields(VideoDetails video, JsonGenerator json) {
    VIDEO_STEPS.run(video, json);
  }

  /// Writes a profile into an open object.
  public static void writeFields(UserProfile profile, JsonGenerator json) {
    PROFILE_STEPS.run(profile, json);
  }
}
