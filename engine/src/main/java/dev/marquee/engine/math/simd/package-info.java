/// Kernels of the Vector API in three widths, their plain twins, and the choice at start-up.
package dev.marquee.engine.math.simd;
