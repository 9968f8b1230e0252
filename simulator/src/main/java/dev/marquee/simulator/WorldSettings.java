package dev.marquee.simulator;

import java.time.Instant;
import java.time.Period;
import java.util.List;

/// What a [World] is made of.
///
/// @param seed everything follows from it
/// @param viewers how many users there are, all joined before the start
/// @param videos how many there will have been at the end
/// @param shareAtStart the share of the videos that is published before the start
/// @param start first moment of the simulated days
/// @param days how many are simulated
/// @param topics how many of the 24 topics there are
/// @param channels how many there are, the busiest uploading most
/// @param countries where viewers live and channels work
/// @param tasteDimensions length of the latent vectors
/// @param visitsPerDay of the typical viewer; a few come ten times as often
/// @param feedSize slots asked for
public record WorldSettings(
    long seed,
    int viewers,
    int videos,
    double shareAtStart,
    Instant start,
    int days,
    int topics,
    int channels,
    List<Country> countries,
    int tasteDimensions,
    double visitsPerDay,
    int feedSize,
    ClickModel clicking,
    WatchModel watching,
    ReturnModel returning) {

  public WorldSettings {
    atLeast(1, "viewers", viewers);
    atLeast(1, "videos", videos);
    atLeast(1, "days", days);
    atLeast(1, "topics", topics);
    atLeast(1, "channels", channels);
    atLeast(1, "tasteDimensions", tasteDimensions);
    atLeast(1, "feedSize", feedSize);
    if (topics > Topics.ALL.size()) {
      throw refused("topics", topics, "at most " + Topics.ALL.size());
    }
    if (!(shareAtStart > 0 && shareAtStart <= 1)) {
      throw refused("shareAtStart", shareAtStart, "above 0 and at most 1");
    }
    if (!(visitsPerDay > 0)) {
      throw refused("visitsPerDay", visitsPerDay, "above 0");
    }
    countries = List.copyOf(countries);
    if (countries.isEmpty()) {
      throw refused("countries", countries, "at least one");
    }
  }

  /// Two weeks of 5,000 viewers, which make more than a million impressions.
  public static WorldSettings defaults() {
    return new WorldSettings(
        1,
        5_000,
        20_000,
        0.6,
        Instant.parse("2026-01-05T00:00:00Z"),
        14,
        24,
        800,
        List.of(
            new Country("US", "en", -6, 0.34),
            new Country("IN", "hi", 5, 0.20),
            new Country("BR", "pt", -3, 0.16),
            new Country("DE", "de", 1, 0.12),
            new Country("GB", "en", 0, 0.10),
            new Country("FR", "fr", 1, 0.08)),
        16,
        0.82,
        10,
        ClickModel.defaults(),
        WatchModel.defaults(),
        ReturnModel.defaults());
  }

  /// The first moment after the simulated days.
  public Instant end() {
    return start.plus(Period.ofDays(days));
  }

  public WorldSettings withSeed(long newSeed) {
    return with(newSeed, viewers, videos, channels, days);
  }

  public WorldSettings withViewers(int newViewers) {
    return with(seed, newViewers, videos, channels, days);
  }

  /// With as many channels for each video as before.
  public WorldSettings withVideos(int newVideos) {
    long newChannels = Math.max(1, (long) channels * newVideos / videos);
    return with(seed, viewers, newVideos, Math.toIntExact(newChannels), days);
  }

  public WorldSettings withDays(int newDays) {
    return with(seed, viewers, videos, channels, newDays);
  }

  /// The same world at another time.
  public WorldSettings withStart(Instant newStart) {
    return new WorldSettings(
        seed,
        viewers,
        videos,
        shareAtStart,
        newStart,
        days,
        topics,
        channels,
        countries,
        tasteDimensions,
        visitsPerDay,
        feedSize,
        clicking,
        watching,
        returning);
  }

  private WorldSettings with(
      long newSeed, int newViewers, int newVideos, int newChannels, int newDays) {
    return new WorldSettings(
        newSeed,
        newViewers,
        newVideos,
        shareAtStart,
        start,
        newDays,
        topics,
        newChannels,
        countries,
        tasteDimensions,
        visitsPerDay,
        feedSize,
        clicking,
        watching,
        returning);
  }

  private static void atLeast(int min, String name, int value) {
    if (value < min) {
      throw refused(name, value, "at least " + min);
    }
  }

  private static IllegalArgumentException refused(String name, Object value, String expected) {
    return new IllegalArgumentException(name + " is " + value + ", expected " + expected);
  }
}
