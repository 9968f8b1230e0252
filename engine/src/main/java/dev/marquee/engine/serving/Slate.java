package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// What a funnel returns for a query: a feed before it is served.
///
/// @param query the query, with the snapshot that the slots' ordinals refer to
/// @param slots in feed order
/// @param degraded reasons why the feed is degraded; empty if it is not
/// @param trace what each stage did
public record Slate(Query query, List<Slot> slots, List<String> degraded, Trace trace) {}
