/// The funnel assembled: request in, feed out, impression appended to the log.
///
/// [LiveState][dev.marquee.engine.serving.LiveState] takes events in and folds them;
/// [Recommender][dev.marquee.engine.serving.Recommender] answers requests from it. A stage that
/// fails becomes a value in the feed's trace, never an exception to the caller.
package dev.marquee.engine.serving;
