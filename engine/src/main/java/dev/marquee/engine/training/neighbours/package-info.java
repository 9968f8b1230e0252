/// Learns which videos are neighbours: co-watching, link propagation and walks.
package dev.marquee.engine.training.neighbours;
