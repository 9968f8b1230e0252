/// Benchmarks of the engine's `features`.
package dev.marquee.benchmarks.features;
