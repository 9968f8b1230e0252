package dev.marquee.engine.features;

import dev.marquee.engine.state.Tallies;
import dev.marquee.engine.state.UserState;

/// How often each video, category and channel occurs in a viewer's impressions and watches.
final class ViewerTallies {

  /// The latest impressions, by video.
  final Tallies shownLately;

  /// The imported history, by video; completed ones are marked. The next two are by channel and
  /// category.
  final Tallies importedVideos;

  final Tallies importedCategories;
  final Tallies importedChannels;
  final int importedCompletions;

  /// The last positive watches, by category.
  final Tallies watchedCategories;

  final Tallies watchedChannels;

  ViewerTallies(RowInputs in) {
    UserState user = in.user;
    this.shownLately = user.shownLately(in.rows);
    boolean[] completed = new boolean[user.imported().size()];
    int completions = 0;
    for (int i = 0; i < completed.length; i++) {
      completed[i] = user.imported().isCompleted(i);
      completions += completed[i] ? 1 : 0;
    }
    this.importedCompletions = completions;
    this.importedVideos = new Tallies(user.imported().videos(), completed, in.rows);
    this.importedCategories =
        new Tallies(categories(in, user.imported().videos()), completed, in.rows);
    this.importedChannels = new Tallies(channels(in, user.imported().videos()), completed, in.rows);
    boolean[] unmarked = new boolean[in.watched.length];
    this.watchedCategories = new Tallies(categories(in, in.watched), unmarked, in.rows);
    this.watchedChannels = new Tallies(channels(in, in.watched), unmarked, in.rows);
  }

  private static int[] categories(RowInputs in, int[] videos) {
    int[] categories = new int[videos.length];
    for (int i = 0; i < videos.length; i++) {
      categories[i] = in.isKnown(videos[i]) ? in.videos.category(videos[i]) : -1;
    }
    return categories;
  }

  private static int[] channels(RowInputs in, int[] videos) {
    int[] channels = new int[videos.length];
    for (int i = 0; i < videos.length; i++) {
      channels[i] = in.isKnown(videos[i]) ? in.videos.channel(videos[i]) : -1;
    }
    return channels;
  }
}
