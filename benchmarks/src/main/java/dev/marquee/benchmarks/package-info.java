/// Benchmarks: one question each. Programs for what takes minutes or a whole log, JMH for the rest.
package dev.marquee.benchmarks;
