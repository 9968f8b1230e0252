/// Narrows a thousand candidates to a hundred: predictions, then one explicit value.
///
/// Comes in: candidates from retrieval. Goes out: [ranked][dev.marquee.engine.ranking.Slot] videos
/// with pClick, pWatch and the value that the objective computes from them, for re-ranking.
package dev.marquee.engine.ranking;
