package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.UserEvent;
import java.util.function.Supplier;

/// One thing that is known of a user: a fold over the user's events, with bytes of its own.
///
/// A new fact is a class like this and a line in [UserFacts]. It reads what it needs of raw events
/// or of [changes][Change], which say what an event turned out to mean; features read it by
/// [UserState#fact]. Written by the fold alone.
public interface UserFact {

  /// Takes an event of the user; what it means for other facts goes to [UserFold#change].
  default void apply(UserEvent event, UserFold fold) {}

  /// Takes what an event turned out to mean.
  default void apply(Change change, UserFold fold) {}

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
  record Kind<T extends UserFact>(
      String name,
      int version,
      String about,
      Class<T> type,
      Supplier<T> unknown,
      Reader<T> reader) {}

  /// Reads a stored fact.
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteReader in, VideoTable videos);
  }
}
