package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// One thing that is known of a user: a fold over the user's events, with bytes of its own.
///
/// A new fact is a class like this and a line in [UserFacts]. Its kind declares which raw events or
/// which [changes][Change], which say what an event turned out to mean, it reads; features read the
/// fact by [UserState#fact]. Written by the fold alone.
public interface UserFact {

  /// This fact as it is now; later events do not reach it.
  UserFact copy();

  /// Writes this fact; videos go by their ids, since ordinals differ from process to process.
  void write(ByteWriter out, VideoTable videos);

  /// A fact as [UserFacts] declares it.
  ///
  /// @param name in the documentation
  /// @param version of its bytes: raised when they or their meaning change, after which states are
  ///   folded anew
  /// @param about what it holds, in a sentence
  /// @param unknown gives the fact of a user of whom nothing is known
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

    /// The same fact, which reads one more event of the user; what it means for other facts goes to
    /// [UserFold#change].
    <E extends UserEvent> Kind<T> onEvent(Class<E> event, Handler<T, E> handler) {
      return with(event, handler);
    }

    /// The same fact, which reads one more change.
    <C extends Change> Kind<T> onChange(Class<C> change, Handler<T, C> handler) {
      return with(change, handler);
    }

    private Kind<T> with(Class<?> read, Handler<T, ?> handler) {
      Map<Class<?>, Handler<T, ?>> all = new HashMap<>(handlers);
      all.put(read, handler);
      return new Kind<>(name, version, about, type, unknown, reader, all);
    }
  }

  /// Takes an event or a change.
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
