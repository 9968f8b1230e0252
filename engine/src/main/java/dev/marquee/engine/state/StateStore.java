package dev.marquee.engine.state;

import java.util.List;
import java.util.Optional;

/// Where folded state rests between two runs, so that a start folds only the rest of the log.
///
/// User states are versioned bytes that carry the offset of the last event applied to them; they
/// are read and written in batches. A save is all or nothing.
public interface StateStore {

  /// The fold as of the last save; empty where there is none, or where it was made with other
  /// settings and has to be folded anew. Users are loaded when they are first asked for.
  Optional<Fold> load(FoldSettings settings);

  /// Saves what changed since the last save.
  ///
  /// @throws IllegalStateException where a stored user is not at the offset that this fold saved
  ///   last: somebody else writes to the store
  void save(Fold fold);

  /// The stored bytes of users, in the order of `users`; empty where there are none.
  List<Optional<byte[]>> read(List<String> users);
}
