package dev.marquee.simulator;

import java.time.Instant;
import java.time.Period;
import java.util.List;

/// The settings of a [World].
///
/// @param seed the seed of all randomness in the world
/// @param start start of the simulated days
/// @param days number of simulated days
/// @param audience the viewers
/// @param supply the videos and channels
/// @param feedSize number of slots in a feed
/// @param behaviour the models of the viewers' behaviour
public record WorldSettings(
    long seed,
    Instant start,
    int days,
    Audience audience,
    Supply supply,
    int feedSize,
    Behaviour behaviour) {

  public WorldSettings {
    atLeast(1, "days", days);
    atLeast(1, "feedSize", feedSize);
  }

  /// The viewers.
  ///
  /// @param viewers number of users, all of whom joined before the start
  /// @param countries countries of the viewers and channels
  /// @param tasteDimensions length of the latent vectors
  /// @param visitsPerDay visits of the typical viewer; a few visit ten times as often
  public record Audience(
      int viewers, List<Country> countries, int tasteDimensions, double visitsPerDay) {

    public Audience {
      atLeast(1, "viewers", viewers);
      atLeast(1, "tasteDimensions", tasteDimensions);
      if (!(visitsPerDay > 0)) {
        throw refused("visitsPerDay", visitsPerDay, "above 0");
      }
      countries = List.copyOf(countries);
      if (countries.isEmpty()) {
        throw refused("countries", countries, "at least one");
      }
    }
  }

  /// The videos and channels.
  ///
  /// @param videos number of videos at the end
  /// @param shareAtStart share of the videos that are published before the start
  /// @param topics number of topics, at most 24
  /// @param channels number of channels; their upload rates differ
  public record Supply(int videos, double shareAtStart, int topics, int channels) {

    public Supply {
      atLeast(1, "videos", videos);
      atLeast(1, "topics", topics);
      atLeast(1, "channels", channels);
      if (topics > Topics.ALL.size()) {
        throw refused("topics", topics, "at most " + Topics.ALL.size());
      }
      if (!(shareAtStart > 0 && shareAtStart <= 1)) {
        throw refused("shareAtStart", shareAtStart, "above 0 and at most 1");
      }
    }

    /// The same with another number of videos, and the same number of channels per video.
    Supply withVideos(int newVideos) {
      long newChannels = Math.max(1, (long) channels * newVideos / videos);
      return new Supply(newVideos, shareAtStart, topics, Math.toIntExact(newChannels));
    }
  }

  /// The models of the viewers' behaviour.
  public record Behaviour(ClickModel clicking, WatchModel watching, ReturnModel returning) {}

  /// Two weeks with 5,000 viewers, which give more than a million impressions.
  public static WorldSettings defaults() {
    var countries =
        List.of(
            new Country("US", "en", -6, 0.34),
            new Country("IN", "hi", 5, 0.20),
            new Country("BR", "pt", -3, 0.16),
            new Country("DE", "de", 1, 0.12),
            new Country("GB", "en", 0, 0.10),
            new Country("FR", "fr", 1, 0.08));
    return new WorldSettings(
        1,
        Instant.parse("2026-01-05T00:00:00Z"),
        14,
        new Audience(5_000, countries, 16, 0.82),
        new Supply(20_000, 0.6, 24, 800),
        10,
        new Behaviour(ClickModel.defaults(), WatchModel.defaults(), ReturnModel.defaults()));
  }

  /// The end of the simulated days, exclusive.
  public Instant end() {
    return start.plus(Period.ofDays(days));
  }

  public WorldSettings withSeed(long newSeed) {
    return new WorldSettings(newSeed, start, days, audience, supply, feedSize, behaviour);
  }

  public WorldSettings withViewers(int newViewers) {
    var resized =
        new Audience(
            newViewers, audience.countries(), audience.tasteDimensions(), audience.visitsPerDay());
    return new WorldSettings(seed, start, days, resized, supply, feedSize, behaviour);
  }

  /// The same with another number of videos, and the same number of channels per video.
  public WorldSettings withVideos(int newVideos) {
    return new WorldSettings(
        seed, start, days, audience, supply.withVideos(newVideos), feedSize, behaviour);
  }

  public WorldSettings withDays(int newDays) {
    return new WorldSettings(seed, start, newDays, audience, supply, feedSize, behaviour);
  }

  /// The same world with another start time.
  public WorldSettings withStart(Instant newStart) {
    return new WorldSettings(seed, newStart, days, audience, supply, feedSize, behaviour);
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
