/// Matrix factorisation: what iALS++ learned of videos, and viewers folded in from their history at
/// request time.
package dev.marquee.engine.models.als;
