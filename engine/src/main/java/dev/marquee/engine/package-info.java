/// Marquee's engine: events and videos come in, a personal feed goes out.
///
/// The packages follow the data: `events` and `catalog` hold what happened and which videos exist,
/// `features` computes what was known at a point in time, `training` produces `models`,
/// `retrieval`, `ranking` and `reranking` narrow the catalog to a feed, `serving` assembles the
/// funnel, and `evaluation` measures its quality. Imports point upstream only.
///
/// No code here reads a clock or creates an unseeded random generator: time and randomness are
/// passed in, so that a replay gives the same result as the live run.
package dev.marquee.engine;
