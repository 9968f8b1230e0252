/// Arrays of numbers come in, numbers come out: vector kernels, small matrices, top-k, hashing,
/// ranking metrics; every other package calls it and it calls none.
///
/// The Vector API lives here alone. Each fast kernel has a plain scalar twin that gives the same
/// bits: the test's oracle, and the fallback where a machine or a JVM cannot do better.
package dev.marquee.engine.math;
