/// Turns a hundred ranked videos into a feed of ten: filters drop what must not be shown, and
/// re-rankers order the list as a whole.
///
/// Comes in: ranked videos. Goes out: the videos of the feed in order, for serving.
package dev.marquee.engine.reranking;
