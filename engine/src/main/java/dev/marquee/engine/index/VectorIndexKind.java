package dev.marquee.engine.index;

import java.util.ServiceLoader;

/// A kind of vector index, chosen by the setting `index`.
///
/// One kind is built in, the inverted file. Adapters add others, which the engine finds on the
/// class path by [ServiceLoader]. By convention the kind `x` is in the module `marquee-x`.
public interface VectorIndexKind {

  /// Its name in the setting `index`.
  String name();

  /// Builds an index, which can take seconds for a million vectors.
  ///
  /// @throws IllegalArgumentException where a float is not finite or an id negative
  /// @throws IllegalStateException where the thread is interrupted; its interrupt flag stays set
  VectorIndex build(VectorSource source, IndexSettings settings);

  /// Checks that this machine has everything the kind needs.
  ///
  /// @throws IllegalArgumentException where something is missing; the message says what, how to get
  ///   it, and what works without it
  default void requireUsable() {}

  /// Finds the kind of an adapter and checks that this machine can use it.
  ///
  /// @throws IllegalArgumentException where the adapter is not on the class path, or something that
  ///   it needs is missing
  static VectorIndexKind ofAdapter(String name) {
    for (VectorIndexKind kind : ServiceLoader.load(VectorIndexKind.class)) {
      if (kind.name().equals(name)) {
        kind.requireUsable();
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no adapter for 'index: %s': add the module marquee-%s to the class path; 'index: ivf' works without"
            .formatted(name, name));
  }
}
