/// How we learn: the log becomes point-in-time examples, examples become models.
///
/// Comes in: the event log. Goes out: [examples][dev.marquee.engine.training.examples.Examples]
/// with the features that were known just before each impression and the outcome that became known
/// after it, and the trainers' models. Nothing that serves a request imports this package.
package dev.marquee.engine.training;
