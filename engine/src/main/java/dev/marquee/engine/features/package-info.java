/// What we knew at a moment: folds over events, and the feature rows that requests and training
/// examples read from them.
///
/// Comes in: the event log, event by event. Goes out: immutable
/// [snapshots][dev.marquee.engine.state.Snapshot] of videos and counters, copies of [user
/// states][dev.marquee.engine.state.UserState], and [feature
/// rows][dev.marquee.engine.features.FeatureRows], built by one function for serving and for
/// replay.
package dev.marquee.engine.features;
