package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;
import static dev.marquee.engine.features.Feature.Side.VIDEO;

import dev.marquee.engine.features.FeatureBlock.Per;
import dev.marquee.engine.state.Affinities;
import dev.marquee.engine.state.Keys;

/// Features of a video's channel: global counters, and the viewer's own history with it.
final class ChannelFeatures {

  private final RowInputs in;
  private final RowWriter row;
  private final Rates rates;
  private final ViewerTallies tallies;

  ChannelFeatures(RowInputs in, RowWriter row, Rates rates, ViewerTallies tallies) {
    this.in = in;
    this.row = row;
    this.rates = rates;
    this.tallies = tallies;
  }

  /// @param ofRows the channel of each row, negative for none
  FeatureBlock block(int[] ofRows) {
    RowGroups groups = RowGroups.of(ofRows);
    int[] channels = groups.values(ofRows);
    var all =
        new CounterRows(in.counters, channels, in.known.channel, it -> Keys.channel(in.videos, it));
    var imported =
        new CounterRows(
            in.counters,
            channels,
            in.known.historyChannel,
            it -> Keys.historyChannel(in.videos, it));
    row.begin(Per.CHANNEL, groups.size());
    for (int i = 0; i < channels.length; i++) {
      row.group();
      rates.counted(VIDEO, "channel", "videos of this channel", all, i);
      ofViewer(channels[i]);
      rates.countedImported("history of channel", "videos of this channel", imported, i);
      row.field(7, VIDEO, "channel", "the channel's id", in.channelName(channels[i]));
    }
    return row.end(groups);
  }

  private void ofViewer(int channel) {
    rates.affinity(
        PAIR,
        "user x channel",
        "videos of this channel to this viewer",
        channel < 0 ? 0 : Affinities.channel(in.channelName(channel)));
    rates.imported(
        PAIR,
        "history of user x channel",
        "videos of this channel to this viewer",
        tallies.importedChannels.count(channel),
        tallies.importedChannels.marked(channel));
    row.number(
        PAIR,
        "positives: share of channel",
        "share of this channel among the viewer's last positive watches, smoothed by 2 of others",
        tallies.watchedChannels.count(channel) / (in.watched.length + 2f));
    row.number(
        PAIR,
        "video: channel followed",
        "1 where the viewer follows the channel",
        channel >= 0 && in.user.followed().contains(in.videos.channels().name(channel)) ? 1 : 0);
  }
}
