/// Reproduces published results: files become histories and queries, a fitter fits a model, and its
/// ranked lists are measured.
///
/// Needs no event log. Uses the same trainers and metrics as the server.
package dev.marquee.engine.reproduction;
