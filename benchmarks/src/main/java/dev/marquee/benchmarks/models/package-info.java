/// Benchmarks of the engine's `models`.
package dev.marquee.benchmarks.models;
