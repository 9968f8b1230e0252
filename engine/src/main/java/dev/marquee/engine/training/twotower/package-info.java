/// Learns the two towers by sampled softmax with logQ correction.
package dev.marquee.engine.training.twotower;
