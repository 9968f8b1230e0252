/// Learns the ranker from examples: gradients, optimisation, calibration, warm starts.
package dev.marquee.engine.training.wideanddeep;
