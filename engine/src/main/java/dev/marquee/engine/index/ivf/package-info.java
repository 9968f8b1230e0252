/// The inverted-file index: k-means lists of 4-bit codes, scanned by tables, adjusted in place.
package dev.marquee.engine.index.ivf;
