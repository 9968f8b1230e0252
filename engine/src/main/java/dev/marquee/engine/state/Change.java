package dev.marquee.engine.state;

/// The meaning of a user's event, after outcomes are attributed to impressions. Facts and counters
/// are folds of changes.
sealed interface Change {

  /// Ordinal of the video.
  int video();

  /// The impression that an outcome is attributed to.
  ///
  /// @param surface as [Keys#name] gives it
  /// @param country as [Keys#name] gives it
  /// @param isShown whether there was an impression; outcomes without one, after a search or a
  ///   link, are in histories but not in rates
  record Origin(int video, int surface, int country, boolean isShown) {}

  /// A change that belongs to an impression.
  sealed interface OfImpression extends Change {

    Origin origin();

    @Override
    default int video() {
      return origin().video();
    }
  }

  /// The video was shown.
  ///
  /// @param device as the client sent it; empty where it did not
  record Shown(Origin origin, String device, long atMillis) implements OfImpression {}

  /// The first click on an impression.
  record Clicked(Origin origin, long atMillis) implements OfImpression {}

  /// Some seconds were watched.
  ///
  /// @param duration of the video; 0 where unknown
  record Watched(Origin origin, double seconds, double duration, long atMillis)
      implements OfImpression {}

  /// The watches of an impression add up to a completed video for the first time.
  record Completed(Origin origin, long atMillis) implements OfImpression {}

  /// An impression became a positive.
  ///
  /// @param share watched share of the video, at most 1
  record BecamePositive(Origin origin, float share, long atMillis) implements OfImpression {}

  /// A positive was watched further.
  ///
  /// @param share watched share of the video, at most 1
  record WatchedOn(Origin origin, float share) implements OfImpression {}

  /// An imported history says that the video was completed.
  ///
  /// @param atMillis when that history ended; 0 where unknown
  record CompletedBefore(int video, long atMillis) implements Change {}

  /// An old refusal was dropped from [NotInterested].
  record RefusedLongAgo(int video) implements Change {}
}
