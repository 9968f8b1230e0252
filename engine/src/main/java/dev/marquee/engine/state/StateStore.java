package dev.marquee.engine.state;

import java.util.List;
import java.util.Optional;

/// Stores folded state between runs, so that a start folds only the rest of the log.
///
/// User states are versioned bytes that contain the offset of their last applied event; they are
/// read and written in batches.
///
/// A save is atomic per user, not over all users: a state is written only where the stored one is
/// at the position that this fold saved last (compare and set). After the users, the tables and the
/// offsets of the partitions are saved as a checkpoint. A loaded fold is at the last checkpoint,
/// with all its users, even if a later save was interrupted; folding the rest of the log restores
/// what was lost. A store may guarantee more, such as atomic saves.
public interface StateStore {

  /// The fold as of the last save; empty where there is none, or where its settings differ, so that
  /// the log must be refolded. Users are loaded on demand.
  Optional<Fold> load(FoldSettings settings);

  /// Saves what changed since the last save.
  ///
  /// @throws IllegalStateException where a stored user is not at the offset that this fold saved
  ///   last, as another process writes to the store. That user's state and the checkpoint are not
  ///   changed
  void save(Fold fold);

  /// The stored bytes of users, in the order of `users`; empty for users without any.
  List<Optional<byte[]>> read(List<String> users);
}
