/// From a hundred to ten: what must not be shown is dropped, and the list is seen as a list.
///
/// Comes in: ranked videos. Goes out: the same in the order of the feed, for serving.
package dev.marquee.engine.reranking;
