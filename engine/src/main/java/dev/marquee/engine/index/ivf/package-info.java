/// The inverted-file index: k-means lists of 4-bit codes, scanned with lookup tables, updated in
/// place.
package dev.marquee.engine.index.ivf;
