/// Published tables reproduced: files become histories and questions, a recipe fits a model, ranked
/// lists are measured.
///
/// Needs no log. The same trainers and metrics as the server's.
package dev.marquee.engine.reproduction;
