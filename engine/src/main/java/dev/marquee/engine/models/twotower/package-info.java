/// Two towers: what was learned of videos and of histories, scores of both, and the vectors that
/// the index holds.
package dev.marquee.engine.models.twotower;
