/// The candidate sources: each finds videos for a viewer in its own way.
package dev.marquee.engine.retrieval.sources;
