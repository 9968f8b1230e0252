package dev.marquee.engine.training.examples;

/// What became of one impression.
///
/// @param clicked the viewer opened the video
/// @param completed the video was watched to completion
/// @param watchedSeconds all reported watching together
/// @param known whether it is final: its attribution window has passed, or the platform said that
///   no more will be reported
public record Outcome(boolean clicked, boolean completed, float watchedSeconds, boolean known) {}
