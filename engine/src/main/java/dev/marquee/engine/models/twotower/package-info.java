/// The two-tower model: item rows, history encoding, scores, and the vectors in the index.
package dev.marquee.engine.models.twotower;
