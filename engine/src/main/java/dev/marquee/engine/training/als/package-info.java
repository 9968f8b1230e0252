/// Learns the matrix factorisation (iALS++) of viewers and videos.
package dev.marquee.engine.training.als;
