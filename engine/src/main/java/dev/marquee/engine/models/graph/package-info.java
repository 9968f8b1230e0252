/// Neighbours and walks: item-to-item tables and random walks on the graph of viewers and videos.
package dev.marquee.engine.models.graph;
