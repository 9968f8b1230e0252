package dev.marquee.engine.training.network;

/// The optimiser: how weights follow their gradients.
public enum Optimiser {
  /// Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; weights without a gradient
  /// stay as they are.
  ADAM,
  /// Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011.
  ADAGRAD
}
