/// State at a place in the log: the fold of events into user states, counters and numbered
/// snapshots.
///
/// Events come in; [UserState][dev.marquee.engine.state.UserState] and
/// [Snapshot][dev.marquee.engine.state.Snapshot] go out, to features, retrieval and serving. The
/// same [Fold][dev.marquee.engine.state.Fold] runs live and in every replay.
package dev.marquee.engine.state;
