package dev.marquee.engine;

/// Hears how far a long step has come; a progress bar, a log line or a test stands behind it.
///
/// Called by the thread that runs the step, so an implementation should return at once. It cannot
/// stop the step: for that, interrupt the thread.
@FunctionalInterface
public interface Progress {

  /// Hears nothing.
  Progress NONE = (what, done, total) -> {};

  /// Tells that `done` of `total` parts of the step are behind us.
  ///
  /// @param what the step in a few words, the same for all its parts
  void step(String what, long done, long total);

  /// Tells something that was found out on the way and that a person may want to see, such as the
  /// loss of an epoch.
  default void note(String what) {}
}
