package dev.marquee.simulator;

/// Where viewers live and channels work.
///
/// @param code ISO 3166 code
/// @param language what is spoken, a BCP 47 tag
/// @param utcOffsetHours local time less UTC; there is no summer time here
/// @param weight its share of the audience, relative to the other countries
public record Country(String code, String language, int utcOffsetHours, double weight) {}
