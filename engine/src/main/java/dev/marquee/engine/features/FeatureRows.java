package dev.marquee.engine.features;

import static dev.marquee.engine.math.Logarithm.ln1p;
import static dev.marquee.engine.math.Logarithm.logit;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.math.Digest;
import dev.marquee.engine.math.Hashing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Feature rows of one request: one row for each video that is to be ranked.
///
/// A row is [#DENSE] floats and a few dozen hashed categories. [#build] is the one function that
/// makes rows, for serving and for replay alike; given the same state, snapshot and context it
/// gives the same bits on every machine.
public final class FeatureRows {

  /// Names of the dense features, in order.
  public static final List<String> DENSE_NAMES = names();

  /// How many dense features a row has.
  public static final int DENSE = DENSE_NAMES.size();

  /// A row is read without the fold's settings: it tells sessions apart by their default gap.
  private static final long SESSION_GAP_MILLIS = FoldSettings.defaults().sessionGap().toMillis();

  /// Weight, in impressions, of the prior rate in a smoothed rate.
  private static final float PRIOR = 5;

  private final int rows;
  private final float[] dense;
  private final int[] starts;
  private int[] hashed;

  private FeatureRows(int rows) {
    this.rows = rows;
    this.dense = new float[rows * DENSE];
    this.starts = new int[rows + 1];
    this.hashed = new int[rows * 32];
  }

  /// Builds the rows of `videos` for one viewer at one moment.
  ///
  /// @param snapshot videos and counters to read
  /// @param user the viewer's state; is only read
  /// @param at the request's time
  /// @param videos ordinals in the snapshot
  /// @param signals the learned score that rows carry
  public static FeatureRows build(
      Snapshot snapshot,
      UserState user,
      Context context,
      Instant at,
      int[] videos,
      Signals signals) {
    FeatureRows rows = new FeatureRows(videos.length);
    float[] scores = new float[videos.length];
    signals.score(user, snapshot.videos(), videos, scores);
    new Builder(rows, snapshot, user, context, at.toEpochMilli()).fill(videos, scores);
    return rows;
  }

  /// Rows without a learned score.
  public static FeatureRows build(
      Snapshot snapshot, UserState user, Context context, Instant at, int[] videos) {
    return build(snapshot, user, context, at, videos, Signals.NONE);
  }

  public int size() {
    return rows;
  }

  /// Dense features of all rows, row by row; not to be written.
  public float[] dense() {
    return dense;
  }

  /// Hashed categories of all rows; those of row `i` stand from `start(i)` to before `start(i +
  /// 1)`. Not to be written.
  public int[] hashed() {
    return hashed;
  }

  public int start(int row) {
    return starts[row];
  }

  /// A 64-bit digest of every bit of a row; never 0.
  public long digest(int row) {
    Digest all = new Digest();
    all.add(dense, row * DENSE, DENSE);
    all.add(hashed, starts[row], starts[row + 1] - starts[row]);
    long digest = all.value();
    return digest == 0 ? 1 : digest;
  }

  /// Taken from an empty build, so that names and values cannot drift apart.
  private static List<String> names() {
    List<String> names = new ArrayList<>();
    new Builder(names).describe();
    return List.copyOf(names);
  }

  /// Writes one request's rows. With `names` set it writes the features' names instead.
  private static final class Builder {

    private final List<String> names;
    private final FeatureRows out;
    private final CounterTable counters;
    private final VideoTable videos;
    private final UserState user;
    private final Context context;
    private final long at;
    private final int tick;
    private final int surface;
    private float[] into;
    private int column;
    private int hash;
    private float clickPrior;
    private float completionPrior;
    private float historyPrior;

    Builder(List<String> names) {
      this.names = names;
      this.out = new FeatureRows(1);
      this.counters = new CounterTable(new Decay(Duration.ofDays(1)));
      this.videos = new VideoTable();
      this.user = new UserState("");
      this.context = Context.UNKNOWN;
      this.at = 0;
      this.tick = 0;
      this.surface = 0;
    }

    Builder(FeatureRows out, Snapshot snapshot, UserState user, Context context, long at) {
      this.names = null;
      this.out = out;
      this.counters = snapshot.counters();
      this.videos = snapshot.videos();
      this.user = user;
      this.context = context;
      this.at = at;
      this.tick = Decay.tick(at);
      this.surface = Keys.name(context.surface());
    }

    void describe() {
      priors();
      row(new float[512], -1, Float.NaN);
    }

    void fill(int[] ordinals, float[] scores) {
      priors();
      int room = 64 + user.profileAttributes.length;
      for (int row = 0; row < ordinals.length; row++) {
        out.starts[row] = hash;
        if (out.hashed.length - hash < room) {
          out.hashed = Arrays.copyOf(out.hashed, 2 * out.hashed.length + room);
        }
        column = row * DENSE;
        row(out.dense, ordinals[row], scores[row]);
        if (column != (row + 1) * DENSE) {
          throw new IllegalStateException("row of " + (column - row * DENSE) + " features");
        }
      }
      out.starts[ordinals.length] = hash;
    }

    private void priors() {
      int all = counters.find(Keys.ALL);
      clickPrior = rate(count(all, CounterTable.CLICKS), count(all, CounterTable.IMPRESSIONS), .3f);
      completionPrior =
          rate(count(all, CounterTable.COMPLETIONS), count(all, CounterTable.IMPRESSIONS), .2f);
      int history = counters.find(Keys.HISTORY_ALL);
      historyPrior =
          rate(
              count(history, CounterTable.COMPLETIONS),
              count(history, CounterTable.IMPRESSIONS),
              .2f);
    }

    private int count(int row, int counter) {
      return counters.count(row, counter);
    }

    private static float rate(float hits, float shown, float prior) {
      return (hits + 100 * prior) / (shown + 100);
    }

    private void row(float[] into, int video, float score) {
      this.into = into;
      int channel = video < 0 ? -1 : videos.channel(video);
      int category = video < 0 ? -1 : videos.category(video);
      double duration = video < 0 ? 0 : videos.details(video).durationSeconds();
      int octave = Keys.octave(duration);
      String channelName = channel < 0 ? "" : videos.channels().name(channel);
      String categoryName = category < 0 ? "" : videos.categories().name(category);

      counted("surface", counters.find(Keys.surface(surface)));
      counted("video", video < 0 ? -1 : counters.find(Keys.video(videos, video)));
      counted(
          "video x surface",
          video < 0 ? -1 : counters.find(Keys.videoOnSurface(videos, video, surface)));
      counted("channel", channel < 0 ? -1 : counters.find(Keys.channel(videos, channel)));
      counted("category", category < 0 ? -1 : counters.find(Keys.category(videos, category)));
      counted(
          "category x surface",
          category < 0 ? -1 : counters.find(Keys.categoryOnSurface(videos, category, surface)));
      recently(video < 0 ? -1 : counters.find(Keys.video(videos, video)));

      smoothed("user", user.impressions, user.clicks, user.completions);
      affinity("user x surface", Affinities.surface(surface));
      affinity("user x duration", Affinities.octave(octave));
      affinity("user x category", category < 0 ? 0 : Affinities.category(categoryName));
      affinity("user x channel", channel < 0 ? 0 : Affinities.channel(channelName));
      affinity("user x hour", Affinities.hour(Fold.hour(at)));
      feature("user watched share", (user.watchedShares + 1) / (user.watches + 3));

      feature("learned score", Float.isNaN(score) ? 0 : score);
      feature("learned score: known", Float.isNaN(score) ? 0 : 1);
      history(video, channel, category);
      session();
      video(video, duration);
      if (names == null) {
        categories(video, channelName, categoryName, octave);
      }
    }

    private void feature(String name, float value) {
      feature(name, "", value);
    }

    /// Its name is put together only where it is asked for.
    private void feature(String of, String what, float value) {
      if (names != null) {
        names.add(of + what);
      }
      into[column++] = value;
    }

    private void counted(String name, int row) {
      smoothed(
          name,
          count(row, CounterTable.IMPRESSIONS),
          count(row, CounterTable.CLICKS),
          count(row, CounterTable.COMPLETIONS));
    }

    private void affinity(String name, int key) {
      int slot = user.affinities.find(key);
      smoothed(
          name,
          user.affinities.count(slot, Affinities.IMPRESSIONS),
          user.affinities.count(slot, Affinities.CLICKS),
          user.affinities.count(slot, Affinities.COMPLETIONS));
    }

    /// Log-odds of the smoothed rates, relative to everybody's, and how much stands behind them.
    private void smoothed(String name, float shown, float clicks, float completions) {
      feature(name, ": click rate", lift(clicks, shown, clickPrior));
      feature(name, ": completion rate", lift(completions, shown, completionPrior));
      feature(name, ": shown", ln1p(shown));
    }

    /// Log-odds by which a smoothed rate exceeds the prior; 0 where nothing was counted.
    ///
    /// Hits may outnumber what was shown where clients report completions twice; the rate then
    /// stops just short of 1.
    private static float lift(float hits, float shown, float prior) {
      float rate = Math.min((hits + PRIOR * prior) / (shown + PRIOR), 0.999f);
      return logit(rate) - logit(prior);
    }

    private void recently(int row) {
      float shown = counters.decayed(row, CounterTable.IMPRESSIONS, tick);
      float clicks = counters.decayed(row, CounterTable.CLICKS, tick);
      float completions = counters.decayed(row, CounterTable.COMPLETIONS, tick);
      feature("video lately: click rate", lift(clicks, shown, clickPrior));
      feature("video lately: completion rate", lift(completions, shown, completionPrior));
      feature("video lately: shown", ln1p(shown));
    }

    private void history(int video, int channel, int category) {
      int shown = user.historyShown.length;
      int completed = 0;
      int pair = 0;
      int ofCategory = 0;
      int ofCategoryCompleted = 0;
      int ofChannel = 0;
      int ofChannelCompleted = 0;
      for (int i = 0; i < shown; i++) {
        int one = (user.historyFlags[i] & UserState.COMPLETED) != 0 ? 1 : 0;
        int old = user.historyShown[i];
        completed += one;
        pair += old == video ? 1 : 0;
        if (category >= 0 && categoryOf(old) == category) {
          ofCategory++;
          ofCategoryCompleted += one;
        }
        if (channel >= 0 && channelOf(old) == channel) {
          ofChannel++;
          ofChannelCompleted += one;
        }
      }
      past("history of user", shown, completed);
      past("history of user x category", ofCategory, ofCategoryCompleted);
      past("history of user x channel", ofChannel, ofChannelCompleted);
      pastOf("history of video", video < 0 ? -1 : counters.find(Keys.historyVideo(videos, video)));
      pastOf(
          "history of channel",
          channel < 0 ? -1 : counters.find(Keys.historyChannel(videos, channel)));
      pastOf(
          "history of category",
          category < 0 ? -1 : counters.find(Keys.historyCategory(videos, category)));
      feature("history: ever shown", ln1p(user.historyTotal));
      feature(
          "history: hours since",
          user.historyLastAt == 0 ? 0 : ln1p(Math.max(0, at - user.historyLastAt) / 3.6e6f));
      feature("history: this video", pair > 0 ? 1 : 0);
      feature("shown lately: this video", ln1p(video < 0 ? 0 : user.recent.shown(video)));

      int positives = user.historySize();
      int sameCategory = 0;
      int sameChannel = 0;
      for (int back = 0; back < positives; back++) {
        int old = user.historyVideo(back);
        sameCategory += category >= 0 && categoryOf(old) == category ? 1 : 0;
        sameChannel += channel >= 0 && channelOf(old) == channel ? 1 : 0;
      }
      feature("positives", ln1p(positives));
      feature("positives: share of category", sameCategory / (positives + 2f));
      feature("positives: share of channel", sameChannel / (positives + 2f));
    }

    /// A user's state is of now: it may name videos that came after the snapshot was cut.
    private int categoryOf(int old) {
      return old < videos.size() ? videos.category(old) : -1;
    }

    private int channelOf(int old) {
      return old < videos.size() ? videos.channel(old) : -1;
    }

    private void past(String name, float shown, float completed) {
      feature(name, ": completion rate", lift(completed, shown, historyPrior));
      feature(name, ": shown", ln1p(shown));
    }

    private void pastOf(String name, int row) {
      past(name, count(row, CounterTable.IMPRESSIONS), count(row, CounterTable.COMPLETIONS));
    }

    private void session() {
      long pause = user.lastSeenAt == 0 ? -1 : Math.max(0, at - user.lastSeenAt);
      boolean goesOn = pause >= 0 && pause < SESSION_GAP_MILLIS;
      feature("session: first ever", pause < 0 ? 1 : 0);
      feature("session: pause", pause < 0 ? 0 : ln1p(pause / 1000f));
      feature("session: goes on", goesOn ? 1 : 0);
      feature("session: position", goesOn ? ln1p(user.sessionPosition + 1) : 0);
    }

    private void video(int video, double duration) {
      float days = video < 0 ? 0 : (at - videos.publishedAtMillis(video)) / 8.64e7f;
      feature("video: age", ln1p(Math.max(0, days)));
      feature("video: new", days < 1 ? 1 : 0);
      feature("video: duration", ln1p((float) duration));
      feature("video: duration unknown", duration == 0 ? 1 : 0);
      feature(
          "video: channel followed",
          video >= 0 && user.followed.contains(videos.details(video).channel()) ? 1 : 0);
    }

    private void categories(int video, String channel, String category, int octave) {
      long minutes = Math.floorDiv(at, 60_000L);
      int hour = Fold.hour(at);
      int day = (int) Math.floorMod(Math.floorDiv(minutes, 1440L) + 3, 7L);
      int sessionPosition = sessionBucket();
      int categoryHash = Keys.name(category);
      hashed(1, surface);
      hashed(2, hour);
      hashed(3, day);
      hashed(4, Keys.name(context.device()));
      hashed(5, Keys.name(context.country()));
      hashed(6, categoryHash);
      hashed(7, Keys.name(channel));
      hashed(8, octave);
      hashed(9, (int) videos.idHash(video));
      hashed(10, sessionPosition);
      hashed(11, Keys.name(user.profile.country()));
      hashed(12, Keys.name(user.profile.gender()));
      hashed(13, ageBand());
      hashed(14, Keys.name(videos.details(video).language()));
      hashed(15, (int) Hashing.mix(surface, hour));
      hashed(16, (int) Hashing.mix(surface, categoryHash));
      hashed(17, (int) Hashing.mix(surface, octave));
      hashed(18, (int) Hashing.mix(surface, sessionPosition));
      hashed(19, (int) Hashing.mix(octave, sessionPosition));
      hashed(20, (int) Hashing.mix(Keys.name(context.device()), hour));
      for (int attribute : user.profileAttributes) {
        hashed(21, attribute);
      }
      int[] attributes = videos.attributes(video);
      for (int i = 0; i < Math.min(attributes.length, 40); i++) {
        hashed(22, attributes[i]);
      }
    }

    private int sessionBucket() {
      long pause = at - user.lastSeenAt;
      if (user.lastSeenAt == 0 || pause >= SESSION_GAP_MILLIS) {
        return 0;
      }
      return Math.min(1 + user.sessionPosition, 4 + Math.getExponent(1f + user.sessionPosition));
    }

    private int ageBand() {
      if (user.profile.birthYear() == 0) {
        return -1;
      }
      int year = 1970 + (int) (at / 31_556_952_000L);
      return (year - user.profile.birthYear()) / 5;
    }

    private void hashed(int kind, int value) {
      out.hashed[hash++] = (int) Hashing.mix(kind, value);
    }
  }
}
