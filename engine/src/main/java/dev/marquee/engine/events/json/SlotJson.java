package dev.marquee.engine.events.json;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.InvalidEventException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/// The slots of a served feed. The digest is written in hexadecimal, since many JSON readers know
/// whole numbers only up to 2^53.
final class SlotJson {

  private static final Set<String> NAMES =
      Set.of("video", "sources", "pClick", "pWatch", "value", "propensity", "digest");

  private SlotJson() {}

  static List<FeedServed.Slot> read(JsonCursor json) {
    if (json.token() != JsonToken.START_ARRAY) {
      throw json.refused("a list of slots");
    }
    var slots = new ArrayList<FeedServed.Slot>();
    while (json.next() != JsonToken.END_ARRAY) {
      slots.add(slot(json));
    }
    return slots;
  }

  private static FeedServed.Slot slot(JsonCursor json) {
    if (json.token() != JsonToken.START_OBJECT) {
      throw json.refused("a slot");
    }
    String video = null;
    List<String> sources = List.of();
    float click = 0;
    float watch = 0;
    float value = 0;
    float propensity = 1;
    long digest = 0;
    var seen = new TreeSet<String>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.next();
      if (!seen.add(name)) {
        throw json.repeated();
      }
      switch (name) {
        case "video" -> video = json.text();
        case "sources" -> sources = json.texts();
        case "pClick" -> click = json.single();
        case "pWatch" -> watch = json.single();
        case "value" -> value = json.single();
        case "propensity" -> propensity = json.single();
        case "digest" -> digest = digest(json);
        default ->
            throw InvalidEventException.found(
                json.path(), "no field of a slot", DidYouMean.among(new TreeSet<>(NAMES), name));
      }
    }
    if (video == null) {
      throw InvalidEventException.found(json.path() + ".video", "missing", "a text");
    }
    try {
      return new FeedServed.Slot(video, sources, click, watch, value, propensity, digest);
    } catch (InvalidEventException e) {
      throw new InvalidEventException(json.path() + ".video", e.value(), e.expected());
    }
  }

  private static long digest(JsonCursor json) {
    String text = json.text();
    try {
      return HexFormat.fromHexDigitsToLong(text);
    } catch (IllegalArgumentException e) {
      throw json.refused("up to 16 hexadecimal digits");
    }
  }

  static void write(FeedServed.Slot slot, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("video", slot.video());
    json.writeArrayPropertyStart("sources");
    slot.sources().forEach(json::writeString);
    json.writeEndArray();
    json.writeNumberProperty("pClick", slot.pClick());
    json.writeNumberProperty("pWatch", slot.pWatch());
    json.writeNumberProperty("value", slot.value());
    json.writeNumberProperty("propensity", slot.propensity());
    json.writeStringProperty("digest", HexFormat.of().toHexDigits(slot.digest()));
    json.writeEndObject();
  }
}
