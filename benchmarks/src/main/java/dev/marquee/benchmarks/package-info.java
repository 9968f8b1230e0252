/// Benchmarks: one question each. Programs for those that take minutes or a whole log, JMH for the
/// rest.
package dev.marquee.benchmarks;
