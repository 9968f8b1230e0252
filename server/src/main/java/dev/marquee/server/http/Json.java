package dev.marquee.server.http;

import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.json.EventJson;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// Writes answers as JSON: records in the order of their components, video details and profiles in
/// the same form as in events.
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .addModule(
              new SimpleModule()
                  .addSerializer(new AsObject<>(VideoDetails.class, EventJson::writeFields))
                  .addSerializer(new AsObject<>(UserProfile.class, EventJson::writeFields)))
          .build();

  private Json() {}

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  private static final class AsObject<T> extends StdSerializer<T> {

    private final BiConsumer<T, JsonGenerator> fields;

    AsObject(Class<T> type, BiConsumer<T, JsonGenerator> fields) {
      super(type);
      this.fields = fields;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
      json.writeStartObject();
      fields.accept(value, json);
      json.writeEndObject();
    }
  }
}
