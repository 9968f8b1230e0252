package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// One fact about a user: a fold over the user's events, with its own stored bytes.
///
/// A new fact is an implementation and a line in [UserFacts]. Its kind declares which raw events or
/// [changes][Change], which are the meaning of events, it reads; features read the fact by
/// [UserState#fact]. Only the fold writes it.
public interface UserFact {

  /// A copy, which later events do not change.
  UserFact copy();

  /// Writes this fact; videos by their ids, since ordinals differ between processes.
  void write(ByteWriter out, VideoTable videos);

  /// The declaration of a fact, for [UserFacts].
  ///
  /// @param name in the documentation
  /// @param version of its bytes: raised when they or their meaning change, after which states are
  ///   refolded
  /// @param about what it holds, in a sentence
  /// @param unknown creates the fact of an unknown user
  /// @param reader reads what [#write] wrote
  /// @param handlers what the fact does with an event or a change, by its class
  record Kind<T extends UserFact>(
      String name,
      int version,
      String about,
      Class<T> type,
      Supplier<T> unknown,
      Reader<T> reader,
      Map<Class<?>, Handler<T, ?>> handlers) {

    public Kind {
      handlers = Map.copyOf(handlers);
    }

    Kind(
        String name,
        int version,
        String about,
        Class<T> type,
        Supplier<T> unknown,
        Reader<T> reader) {
      this(name, version, about, type, unknown, reader, Map.of());
    }

    /// Adds an event of the user that the fact reads; changes for other facts are passed to
    /// [UserFold#change].
    <E extends UserEvent> Kind<T> onEvent(Class<E> event, Handler<T, E> handler) {
      return with(event, handler);
    }

    /// Adds a change that the fact reads.
    <C extends Change> Kind<T> onChange(Class<C> change, Handler<T, C> handler) {
      return with(change, handler);
    }

    private Kind<T> with(Class<?> read, Handler<T, ?> handler) {
      Map<Class<?>, Handler<T, ?>> all = new HashMap<>(handlers);
      all.put(read, handler);
      return new Kind<>(name, version, about, type, unknown, reader, all);
    }
  }

  /// Applies an event or a change.
  ///
  /// @param <T> the fact
  /// @param <N> the event or the change
  @FunctionalInterface
  interface Handler<T extends UserFact, N> {
    void handle(T fact, N news, UserFold fold);
  }

  /// Reads a stored fact.
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteReader in, VideoTable videos);
  }
}
