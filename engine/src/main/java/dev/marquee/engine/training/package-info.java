/// Training: turns the log into point-in-time examples, and examples into models.
///
/// Comes in: the event log. Goes out: [examples][dev.marquee.engine.training.examples.Examples]
/// with the features that were known just before each impression and the outcome that became known
/// after it, and the trainers' models. No serving code imports this package.
package dev.marquee.engine.training;
