package dev.marquee.server.imports;

import dev.marquee.engine.events.VideoDetails;

/// A film of MovieLens.
///
/// @param details as published on the day of its release
/// @param dated whether that day is known
record MovieLensFilm(long id, VideoDetails details, boolean dated) {}
