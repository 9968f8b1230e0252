package dev.marquee.engine.training.examples;

/// The outcome of one impression.
///
/// @param clicked the viewer opened the video
/// @param completed the video was watched to completion
/// @param watchedSeconds total reported watch time
/// @param known whether it is final: the attribution window has closed, or the platform declared
///   the outcome complete
public record Outcome(boolean clicked, boolean completed, float watchedSeconds, boolean known) {}
