/// The same funnel replayed offline: recall, NDCG, AUC, calibration, and the train and serve skew.
///
/// Comes in: the event log and models whose data ended before the span. Goes out: metrics by the
/// names that `marquee evaluate` prints.
package dev.marquee.engine.evaluation;
