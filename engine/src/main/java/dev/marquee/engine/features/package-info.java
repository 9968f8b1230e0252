/// Feature rows: what is known of a viewer and some videos at a time, for requests and for training
/// examples.
///
/// Comes in: a [snapshot][dev.marquee.engine.state.Snapshot] of videos and counters, a [user
/// state][dev.marquee.engine.state.UserState], a context and a time. Goes out:
/// [rows][dev.marquee.engine.features.FeatureRows], made by the same code for serving and for
/// replay; models, rankers and exports read them. A file named `...Features` declares each feature
/// where it computes its value.
package dev.marquee.engine.features;
