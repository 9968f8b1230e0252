package dev.marquee.server.exports;

import java.time.Instant;
import java.util.Arrays;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// A column of an exported file. The description is also written into the file as metadata
/// `description.NAME`, so that the data dictionary stays with the data.
public record Column(String name, Type type, String description) {

  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "column '%s' needs a name, described as '%s'".formatted(name, description));
    }
  }

  /// The type of a column. No value may be null.
  public enum Type {
    /// UTF-8; an unpaired surrogate, which has no UTF-8 form, is written as `?`.
    STRING(String.class, "a String"),
    INT(Integer.class, "an Integer"),
    LONG(Long.class, "a Long"),
    /// Milliseconds in UTC, rounded down.
    TIMESTAMP(Instant.class, "an Instant whose milliseconds fit a long"),
    FLOAT(Float.class, "a Float"),
    BOOLEAN(Boolean.class, "a Boolean"),
    /// A list of 32-bit integers, which may be empty.
    INTS(int[].class, "an int[]");

    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Class<?> values;
    private final String expected;

    Type(Class<?> values, String expected) {
      this.values = values;
      this.expected = expected;
    }

    private boolean takes(Object value) {
      return values.isInstance(value)
          && !(value instanceof Instant at && (at.isBefore(FIRST) || at.isAfter(LAST)));
    }
  }

  void requireOfType(Object value) {
    if (!type.takes(value)) {
      throw new IllegalArgumentException(
          "column '%s': %s, expected %s".formatted(name, shown(value), type.expected));
    }
  }

  private static String shown(Object value) {
    return value == null
        ? "null"
        : "%s '%s'"
            .formatted(
                value.getClass().getSimpleName(),
                value instanceof int[] ints ? Arrays.toString(ints) : value);
  }

  /// The column as a Parquet type.
  org.apache.parquet.schema.Type schema() {
    return switch (type) {
      case STRING ->
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case INT -> Types.required(PrimitiveTypeName.INT32).named(name);
      case LONG -> Types.required(PrimitiveTypeName.INT64).named(name);
      case TIMESTAMP ->
          Types.required(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
              .named(name);
      case FLOAT -> Types.required(PrimitiveTypeName.FLOAT).named(name);
      case BOOLEAN -> Types.required(PrimitiveTypeName.BOOLEAN).named(name);
      case INTS -> Types.requiredList().requiredElement(PrimitiveTypeName.INT32).named(name);
    };
  }
}
