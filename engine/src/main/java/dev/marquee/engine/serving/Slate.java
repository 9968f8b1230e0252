package dev.marquee.engine.serving;

import dev.marquee.engine.ranking.Slot;
import dev.marquee.engine.retrieval.Query;
import java.util.List;

/// What a funnel returns for a query: a feed that was not served yet.
///
/// @param query what it answers, with the snapshot that its ordinals are of
/// @param slots in order
/// @param degraded why it is less than it should be; empty where it is not
/// @param trace what each stage did
public record Slate(Query query, List<Slot> slots, List<String> degraded, Trace trace) {}
