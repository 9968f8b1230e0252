/// Marquee's engine: events and videos come in, a personal feed goes out.
///
/// The packages follow the data: `events` and `catalog` say what happened and what there is,
/// `features` what was known at a moment, `training` and `models` what was learned, `retrieval`,
/// `ranking` and `reranking` narrow the catalog to a feed, `serving` puts the funnel together,
/// `experiments` and `evaluation` say whether it is any good. Imports point upstream only.
///
/// Nothing in here asks for the time or makes its own chance: both are passed in, so that a replay
/// does what the live run did.
package dev.marquee.engine;
