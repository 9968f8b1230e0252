package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.REQUEST;

import dev.marquee.engine.state.Affinities;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.UserState;

/// Features of the viewer alone: past activity and profile.
final class ViewerFeatures {

  private static final long YEAR_MILLIS = 31_556_952_000L;

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final UserState user;

  ViewerFeatures(RowInputs in, RowWriter row, Rates rates) {
    this.in = in;
    this.row = row;
    this.rates = rates;
    this.user = in.user;
  }

  void write(ViewerTallies tallies) {
    rates.smoothed(
        REQUEST,
        "user",
        "any video to this viewer",
        user.impressions(),
        user.clicks(),
        user.completions());
    rates.affinity(
        REQUEST,
        "user x surface",
        "any video to this viewer on this surface",
        Affinities.surface(in.surface));
    rates.affinity(
        REQUEST,
        "user x hour",
        "any video to this viewer at this hour of the day",
        Affinities.hour(Fold.hour(in.at)));
    row.number(
        REQUEST,
        "user watched share",
        "mean share of a video that the viewer watches, smoothed by 3 watches of a third each",
        (user.watchedShares() + 1) / (user.watches() + 3));
    imported(tallies);
    row.ln1p(
        REQUEST,
        "positives",
        "ln(1 + the viewer's last positive watches, at most 50)",
        in.watched.length);
  }

  private void imported(ViewerTallies tallies) {
    rates.imported(
        REQUEST,
        "history of user",
        "any video to this viewer",
        user.imported().size(),
        tallies.importedCompletions);
    row.ln1p(
        REQUEST,
        "history: ever shown",
        "ln(1 + impressions of the viewer's whole imported history)",
        user.imported().total());
    row.ln1p(
        REQUEST,
        "history: hours since",
        "ln(1 + hours since the viewer's imported history ended)",
        user.imported().lastShownAt() == 0
            ? 0
            : Math.max(0, in.at - user.imported().lastShownAt()) / 3.6e6f);
  }

  void writeProfile() {
    row.field(
        11,
        REQUEST,
        "home country",
        "the country of the viewer's profile",
        Keys.name(user.profile().country()));
    row.field(
        12,
        REQUEST,
        "gender",
        "the gender of the viewer's profile",
        Keys.name(user.profile().gender()));
    row.field(13, REQUEST, "age band", "the viewer's age in bands of five years", ageBand());
  }

  /// -1 where the year of birth is unknown.
  private int ageBand() {
    if (user.profile().birthYear() == 0) {
      return -1;
    }
    int year = 1970 + (int) (in.at / YEAR_MILLIS);
    return (year - user.profile().birthYear()) / 5;
  }
}
