package dev.marquee.simulator;

import dev.marquee.engine.events.Context;
import java.time.Instant;

/// A viewer's request for a feed.
///
/// @param viewer id of the user
/// @param at simulated time
/// @param limit number of slots
public record FeedRequest(String viewer, Context context, Instant at, int limit) {}
