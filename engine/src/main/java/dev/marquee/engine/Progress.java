package dev.marquee.engine;

/// Receives the progress of long steps, to show a progress bar or to write a log line.
///
/// Called by the thread that runs the step, so an implementation should return at once. It cannot
/// stop the step: for that, interrupt the thread.
@FunctionalInterface
public interface Progress {

  /// Ignores all progress.
  Progress NONE = (what, done, total) -> {};

  /// Reports that `done` of `total` parts of the step are finished.
  ///
  /// @param what the name of the step in a few words, the same for all its parts
  void step(String what, long done, long total);

  /// Reports an intermediate result that a person may want to see, such as the loss of an epoch.
  default void note(String what) {}
}
