/// Metrics of predictions and of ranked lists: AUC, calibration error, NDCG, recall.
package dev.marquee.engine.math.metrics;
