package dev.marquee.engine.catalog;

import dev.marquee.engine.math.Hashing;
import java.util.Map;

/// The platform's own columns as hashed categories, which a model may weigh without being told.
///
/// A number of 10 or more counts by its power of two: how many followers exactly says nothing that
/// their magnitude does not.
public final class Attributes {

  private Attributes() {}

  /// One hash for each attribute, in the order of the names so that rows are reproducible.
  public static int[] hashes(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .mapToInt(entry -> hash(entry.getKey(), entry.getValue()))
        .toArray();
  }

  private static int hash(String name, String value) {
    return (int) Hashing.mix(Hashing.ofString(name), Hashing.ofString(bucket(value)));
  }

  private static String bucket(String value) {
    if (value.isEmpty() || value.length() > 18 || !numeric(value)) {
      return value;
    }
    double number = Double.parseDouble(value);
    return Math.abs(number) < 10
        ? value
        : (number < 0 ? "-2^" : "2^") + Math.getExponent(Math.abs(number));
  }

  private static boolean numeric(String value) {
    boolean digits = false;
    boolean point = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.' && !point) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c != '-' || i > 0) {
        return false;
      }
    }
    return digits;
  }
}
