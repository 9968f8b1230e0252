/// Which of many vectors have the greatest inner products with one, in about a millisecond.
///
/// Comes in: vectors under dense ids, added, replaced and removed at any time, and a query with
/// what may be found. Goes out: the best ids and their scores. Knows nothing of videos or viewers.
package dev.marquee.engine.index;
