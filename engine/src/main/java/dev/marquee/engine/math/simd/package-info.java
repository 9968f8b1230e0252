/// Kernels of the Vector API in three widths, their scalar twins, and the choice at start-up.
package dev.marquee.engine.math.simd;
