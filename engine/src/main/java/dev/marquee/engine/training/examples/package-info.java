/// The log replayed into point-in-time examples and histories.
///
/// The event log comes in; [Examples][dev.marquee.engine.training.examples.Examples] for the ranker
/// and [WatchHistories][dev.marquee.engine.training.examples.WatchHistories] for retrieval go out.
package dev.marquee.engine.training.examples;
