package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.REQUEST;

import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Keys;

/// Features of the request's context: surface, device, country, time.
final class ContextFeatures {

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final int hour;
  private final int device;

  ContextFeatures(RowInputs in, RowWriter row, Rates rates) {
    this.in = in;
    this.row = row;
    this.rates = rates;
    this.hour = Fold.hour(in.at);
    this.device = Keys.name(in.context.device());
  }

  void write() {
    int surface = in.counters.find(Keys.surface(in.surface));
    rates.smoothed(
        REQUEST,
        "surface",
        "any video on this surface",
        in.counters.count(surface, CounterTable.IMPRESSIONS),
        in.counters.count(surface, CounterTable.CLICKS),
        in.counters.count(surface, CounterTable.COMPLETIONS));
    row.field(1, REQUEST, "surface", "where the video is shown", in.surface);
    row.field(2, REQUEST, "hour", "the hour of the day, UTC", hour);
    row.field(3, REQUEST, "weekday", "the day of the week, UTC", weekday());
    row.field(4, REQUEST, "device", "the device, as the client names it", device);
    row.field(5, REQUEST, "country", "the country of the request", in.country);
  }

  /// 0 for Monday.
  private int weekday() {
    long days = Math.floorDiv(Math.floorDiv(in.at, 60_000L), 1440L);
    return (int) Math.floorMod(days + 3, 7L);
  }

  /// @param session as [SessionFeatures#bucket]
  void writeCrosses(int session) {
    row.cross(15, REQUEST, "surface x hour", in.surface, hour);
    row.cross(18, REQUEST, "surface x session", in.surface, session);
    row.cross(20, REQUEST, "device x hour", device, hour);
  }
}
