package dev.marquee.engine.index;

import java.util.ServiceLoader;

/// A kind of vector index, chosen by the setting `index`.
///
/// One kind is built in, the inverted file. Adapters bring others; the engine finds them on the
/// class path by [ServiceLoader]. By convention the kind `x` comes with the module `marquee-x`.
public interface VectorIndexKind {

  /// What the setting calls it.
  String name();

  /// Builds an index, which can take seconds for a million vectors.
  ///
  /// @throws IllegalArgumentException where a float is not finite or an id negative
  /// @throws IllegalStateException where the thread is interrupted, which it stays
  VectorIndex build(VectorSource source, IndexSettings settings);

  /// Checks that this machine has all that the kind needs.
  ///
  /// @throws IllegalArgumentException where something is missing; says what, how to get it, and
  ///   what works without
  default void requireUsable() {}

  /// A kind that an adapter brings, on a machine that can use it.
  ///
  /// @throws IllegalArgumentException where the adapter is not on the class path, or lacks
  ///   something
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
