/// The funnel assembled: request in, feed out, impression appended to the log.
///
/// [LiveState][dev.marquee.engine.serving.LiveState] appends events and folds them;
/// [Recommender][dev.marquee.engine.serving.Recommender] answers requests from it. A failed stage
/// is reported in the feed's trace, never as an exception to the caller.
package dev.marquee.engine.serving;
