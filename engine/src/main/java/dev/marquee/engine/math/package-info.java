/// Numerical code on plain arrays: vector kernels, small matrices, top-k, hashing, ranking metrics.
/// All other packages may call it.
///
/// Only this package uses the Vector API. Each vector kernel has a scalar twin that gives the same
/// bits: the oracle of the tests, and the fallback where the machine or the JVM has no vectors.
package dev.marquee.engine.math;
