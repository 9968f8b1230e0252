/// Maximum inner product search: finds the nearest of many vectors in about a millisecond.
///
/// Comes in: vectors with dense ids, added, replaced and removed at any time, and a query with a
/// filter. Goes out: the best ids and their scores. Knows nothing of videos or viewers.
package dev.marquee.engine.index;
