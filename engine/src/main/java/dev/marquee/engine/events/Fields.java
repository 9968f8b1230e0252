package dev.marquee.engine.events;

import java.util.List;
import java.util.function.Function;

/// The fields of a record in binary order, and the constructor of the record from their values.
///
/// @param build takes the values in the order of the fields
public record Fields<R>(List<Field<R>> list, Function<FieldValues, R> build) {

  public Fields {
    list = List.copyOf(list);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies them
  static <R> Fields<R> of(Function<FieldValues, R> build, Field<R>... fields) {
    return new Fields<>(List.of(fields), build);
  }
}
