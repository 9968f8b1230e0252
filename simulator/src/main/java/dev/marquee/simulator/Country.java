package dev.marquee.simulator;

/// A country of viewers and channels.
///
/// @param code ISO 3166 code
/// @param language its language, a BCP 47 tag
/// @param utcOffsetHours local time minus UTC; daylight saving time is not simulated
/// @param weight its share of the audience, relative to the other countries
public record Country(String code, String language, int utcOffsetHours, double weight) {}
