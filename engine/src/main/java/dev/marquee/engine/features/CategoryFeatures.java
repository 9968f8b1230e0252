package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;
import static dev.marquee.engine.features.Feature.Side.VIDEO;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.state.Affinities;
import dev.marquee.engine.state.Keys;

/// Features of a video's main category: global counters, and the viewer's own history with it.
final class CategoryFeatures {

  /// The watch history uses the same hashes.
  static final int FIELD = 6;

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final ViewerTallies tallies;

  CategoryFeatures(RowInputs in, RowWriter row, Rates rates, ViewerTallies tallies) {
    this.in = in;
    this.row = row;
    this.rates = rates;
    this.tallies = tallies;
  }

  /// @param ofRows the category of each row, negative for none
  FeatureBlock block(int[] ofRows) {
    RowGroups groups = RowGroups.of(ofRows);
    int[] categories = groups.values(ofRows);
    var all =
        new CounterRows(
            in.counters, categories, in.known.category, it -> Keys.category(in.videos, it));
    var onSurface =
        new CounterRows(
            in.counters,
            categories,
            in.knownHere.category,
            it -> Keys.categoryOnSurface(in.videos, it, in.surface));
    var imported =
        new CounterRows(
            in.counters,
            categories,
            in.known.historyCategory,
            it -> Keys.historyCategory(in.videos, it));
    row.begin(Per.CATEGORY, groups.size());
    for (int i = 0; i < categories.length; i++) {
      row.group();
      rates.counted(VIDEO, "category", "videos of this main category", all, i);
      rates.counted(
          PAIR, "category x surface", "videos of this main category on this surface", onSurface, i);
      ofViewer(categories[i]);
      rates.countedImported("history of category", "videos of this main category", imported, i);
      fields(categories[i]);
    }
    return row.end(groups);
  }

  private void ofViewer(int category) {
    rates.affinity(
        PAIR,
        "user x category",
        "videos of this main category to this viewer",
        category < 0 ? 0 : Affinities.category(in.categoryName(category)));
    rates.imported(
        PAIR,
        "history of user x category",
        "videos of this main category to this viewer",
        tallies.importedCategories.count(category),
        tallies.importedCategories.marked(category));
    row.number(
        PAIR,
        "positives: share of category",
        "share of this main category among the viewer's last positive watches, smoothed by 2 of"
            + " others",
        tallies.watchedCategories.count(category) / (in.watched.length + 2f));
  }

  private void fields(int category) {
    int name = in.categoryName(category);
    row.field(FIELD, VIDEO, "category", "the video's main category", name);
    row.cross(16, PAIR, "surface x category", in.surface, name);
    row.cross(23, PAIR, "country x category", in.country, name);
  }
}
