package dev.marquee.server.imports;

import dev.marquee.engine.events.VideoDetails;

/// A film of MovieLens.
///
/// @param details the film's details, with the day of its release as the publication time
/// @param dated whether the day of release is known
record MovieLensFilm(long id, VideoDetails details, boolean dated) {}
