/// Narrows all videos to about a thousand candidates: candidate sources, eligibility, and the merge
/// of what the sources find.
///
/// Comes in: a request, its viewer's state and a snapshot. Goes out:
/// [candidates][dev.marquee.engine.retrieval.Candidate], each with every source that found it, for
/// ranking.
package dev.marquee.engine.retrieval;
