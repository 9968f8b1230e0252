package dev.marquee.engine.state;

import java.util.List;
import java.util.Optional;

/// Where folded state rests between two runs, so that a start folds only the rest of the log.
///
/// User states are versioned bytes that carry the place of the last event applied to them; they are
/// read and written in batches.
///
/// A save promises per user, not for all users together: a state is written only where the stored
/// one is at the position that this fold saved last (compare and set). Tables and the offset of
/// each partition that they stand at are saved after the users, as a checkpoint: a fold that is
/// loaded stands at the last checkpoint with all its users, whatever a save that stopped halfway
/// wrote, and folding the rest of the log gives what was lost. A store may do more, such as write
/// everything or nothing.
public interface StateStore {

  /// The fold as of the last save; empty where there is none, or where it was made with other
  /// settings and has to be folded anew. Users are loaded when they are first asked for.
  Optional<Fold> load(FoldSettings settings);

  /// Saves what changed since the last save.
  ///
  /// @throws IllegalStateException where a stored user is not at the offset that this fold saved
  ///   last: somebody else writes to the store. That user's state and the checkpoint stay as they
  ///   were
  void save(Fold fold);

  /// The stored bytes of users, in the order of `users`; empty where there are none.
  List<Optional<byte[]>> read(List<String> users);
}
