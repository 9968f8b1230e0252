package dev.marquee.server.imports;

import java.util.List;

/// What an import of a catalog changes, or would change.
///
/// @param added videos that are new, or that were removed before
/// @param changed videos of which some detail differs
/// @param removed videos that the file does not name
/// @param unchanged videos of the file that the catalog has just so
/// @param published videos of the catalog before
public record CatalogChanges(
    Kind added, Kind changed, Kind removed, long unchanged, long published) {

  /// How many names [Kind#first] holds at most.
  public static final int NAMED = 10;

  /// One kind of change.
  ///
  /// @param count how many videos
  /// @param first the ids of the first ones, in the file's order; changed ones with their fields
  public record Kind(long count, List<String> first) {

    public Kind {
      first = List.copyOf(first);
    }
  }

  /// How many videos change.
  public long count() {
    return added.count() + changed.count() + removed.count();
  }

  /// Whether more than half of the catalog is removed: more often a wrong file than a wish.
  public boolean removesMost() {
    return 2 * removed.count() > published;
  }
}
