/// Matrix factorisation: video vectors learned by iALS++, and viewer vectors folded in from the
/// history at request time.
package dev.marquee.engine.models.als;
