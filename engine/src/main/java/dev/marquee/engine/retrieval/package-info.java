/// From all videos to about a thousand: candidate sources, eligibility, and their merge.
///
/// Comes in: a request, its viewer's state and a snapshot. Goes out:
/// [candidates][dev.marquee.engine.retrieval.Candidate], each with every source that found it, for
/// ranking.
package dev.marquee.engine.retrieval;
