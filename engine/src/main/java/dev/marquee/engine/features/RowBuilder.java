package dev.marquee.engine.features;

import static dev.marquee.engine.features.Feature.Side.PAIR;
import static dev.marquee.engine.features.Feature.Side.REQUEST;
import static dev.marquee.engine.features.Feature.Side.VIDEO;
import static dev.marquee.engine.math.Logarithm.ln;
import static dev.marquee.engine.math.Logarithm.logit;

import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.content.ContentProfile;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.Feature.Kind;
import dev.marquee.engine.features.Feature.Part;
import dev.marquee.engine.features.Feature.Side;
import dev.marquee.engine.features.FeatureRows.Extent;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.state.Affinities;
import dev.marquee.engine.state.CounterRowCache;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Decay;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.Keys;
import dev.marquee.engine.state.Snapshot;
import dev.marquee.engine.state.Tallies;
import dev.marquee.engine.state.UserState;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToLongFunction;

/// Makes one request's rows in [parts][FeatureBlock], and declares each feature where its value is
/// made.
///
/// What is the same for all videos of a category is made once for the category, and so on: of a
/// thousand candidates most are of a few categories and lengths.
final class RowBuilder {

  /// A row is read without the fold's settings: it tells sessions apart by their default gap.
  private static final long SESSION_GAP_MILLIS = FoldSettings.defaults().sessionGap().toMillis();

  /// Weight, in impressions, of the prior rate in a smoothed rate.
  private static final float PRIOR = 5;

  private static final int UNNAMED = Keys.name("");

  /// From so many rows on it pays to put a viewer's affinities into a map.
  private static final int MANY = 8;

  /// Room for a part of which nobody has counted the features yet.
  private static final Extent UNCOUNTED = new Extent(0, 128, 0, 128);

  // What goes into hashes, so that equal values of two fields differ; they stand in models.
  private static final int OF_CATEGORY = 6;
  private static final int OF_VIDEO = 9;
  private static final int OF_USER_ATTRIBUTE = 21;
  private static final int OF_VIDEO_ATTRIBUTE = 22;

  /// Null where rows are made and not described.
  private final List<Feature> declared;

  private final CounterTable counters;
  private final VideoTable videos;
  private final UserState user;
  private final Context context;
  private final long at;
  private final int tick;
  private final int surface;
  private final int country;
  private final int session;
  private final CounterRowCache.OfTable known;
  private final CounterRowCache.OfSurface here;

  // The part that is being made.
  private Part part = Part.REQUEST;
  private Extent extent = UNCOUNTED;
  private float[] dense = {};
  private int[] hashed = {};
  private Logarithms logarithms = new Logarithms(0);
  private int column;
  private int hash;

  /// Where the line begins.
  private int firstColumn;

  private float clickPrior;
  private float completionPrior;
  private float historyPrior;
  private float clickOdds;
  private float completionOdds;
  private float historyOdds;

  /// Null where few rows are asked for.
  private Int2IntMap affinities;

  private Tallies shownLately;
  private Tallies shownVideos;
  private Tallies shownCategories;
  private Tallies shownChannels;
  private Tallies watchedCategories;
  private Tallies watchedChannels;
  private int shownCompleted;

  /// As [Signals#score] gives them.
  private float[] learned = {};

  private ContentProfile taste;

  private RowBuilder(List<Feature> declared) {
    this(
        declared,
        new CounterTable(new Decay(Duration.ofDays(1))),
        new VideoTable(),
        new UserState(""),
        Context.UNKNOWN,
        0);
  }

  RowBuilder(Snapshot snapshot, UserState user, Context context, long at) {
    this(null, snapshot.counters(), snapshot.videos(), user, context, at);
  }

  private RowBuilder(
      List<Feature> declared,
      CounterTable counters,
      VideoTable videos,
      UserState user,
      Context context,
      long at) {
    this.declared = declared;
    this.counters = counters;
    this.videos = videos;
    this.user = user;
    this.context = context;
    this.at = at;
    this.tick = Decay.tick(at);
    this.surface = Keys.name(context.surface());
    this.country = Keys.name(context.country());
    this.session = sessionBucket();
    this.known = counters.known();
    this.here = known.ofSurface(surface);
  }

  /// All features in the order of a row, taken from the making of one, so that names and values
  /// cannot drift apart.
  static List<Feature> features() {
    List<Feature> declared = new ArrayList<>();
    var builder = new RowBuilder(declared);
    float[] unknown = new float[LearnedScore.ALL.size()];
    Arrays.fill(unknown, Float.NaN);
    builder.parts(new int[] {builder.videos.ordinal("")}, unknown);
    builder.declareAttributes();
    declared.sort(Comparator.comparing(feature -> feature.kind() != Kind.NUMBER));
    return List.copyOf(declared);
  }

  /// Makes the rows of some videos, by part.
  ///
  /// @param scores as [Signals#score] gives them
  Map<Part, FeatureBlock> parts(int[] ordinals, float[] scores) {
    look(ordinals.length);
    Map<Part, FeatureBlock> parts = new EnumMap<>(Part.class);
    begin(Part.REQUEST, 1);
    line();
    request();
    parts.put(Part.REQUEST, end(RowGroups.one(ordinals.length)));

    int[] categories = new int[ordinals.length];
    int[] durationBuckets = new int[ordinals.length];
    int[] channels = new int[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      categories[i] = videos.category(ordinals[i]);
      durationBuckets[i] = Keys.durationBucket(videos.durationSeconds(ordinals[i]));
      channels[i] = videos.channel(ordinals[i]);
    }
    parts.put(Part.CATEGORY, categories(categories));
    parts.put(Part.LENGTH, lengths(durationBuckets));
    parts.put(Part.CHANNEL, channels(channels));
    learned = scores;
    parts.put(Part.VIDEO, videos(ordinals));
    return parts;
  }

  private void begin(Part begun, int lines) {
    part = begun;
    extent = declared == null ? FeatureRows.extent(begun) : UNCOUNTED;
    dense = new float[lines * extent.width()];
    hashed = new int[lines * extent.fields()];
    logarithms = new Logarithms(dense.length);
    column = 0;
    hash = 0;
  }

  private void line() {
    firstColumn = column;
  }

  private FeatureBlock end(RowGroups lines) {
    if (declared == null && (column != dense.length || hash != hashed.length)) {
      throw new IllegalStateException(
          "part %s has %d of %d numbers and %d of %d categories"
              .formatted(part, column, dense.length, hash, hashed.length));
    }
    logarithms.write(dense, extent.width());
    return new FeatureBlock(extent, lines, dense, hashed);
  }

  /// What was watched last, by the hashes that rows have of the same videos and categories.
  int[] watched() {
    int[] watched = new int[FeatureRows.HISTORY_WIDTH * user.historySize()];
    for (int back = 0; back < user.historySize(); back++) {
      int video = user.historyVideo(back);
      boolean isKnown = video < videos.size();
      watched[2 * back] = isKnown ? hash(OF_VIDEO, (int) videos.idHash(video)) : 0;
      watched[2 * back + 1] = hash(OF_CATEGORY, name(isKnown ? videos.category(video) : -1));
    }
    return watched;
  }

  /// The hash of a category's name.
  private int name(int category) {
    return category < 0 ? UNNAMED : videos.categories().hash(category);
  }

  /// Looks up what all rows have in common.
  private void look(int rows) {
    priors();
    clickOdds = logit(clickPrior);
    completionOdds = logit(completionPrior);
    historyOdds = logit(historyPrior);
    affinities = rows < MANY ? null : user.affinities.slots();
    shownLately = user.recent.shown(rows);
    int many = user.historyShown.length;
    boolean[] completed = new boolean[many];
    shownCompleted = 0;
    for (int i = 0; i < many; i++) {
      completed[i] = (user.historyFlags[i] & UserState.COMPLETED) != 0;
      shownCompleted += completed[i] ? 1 : 0;
    }
    shownVideos = new Tallies(user.historyShown, completed, rows);
    shownCategories = new Tallies(categoriesOf(user.historyShown), completed, rows);
    shownChannels = new Tallies(channelsOf(user.historyShown), completed, rows);
    int[] watched = new int[user.historySize()];
    for (int back = 0; back < watched.length; back++) {
      watched[back] = user.historyVideo(back);
    }
    boolean[] unmarked = new boolean[watched.length];
    watchedCategories = new Tallies(categoriesOf(watched), unmarked, rows);
    watchedChannels = new Tallies(channelsOf(watched), unmarked, rows);
    taste = ContentProfile.of(user, videos);
  }

  /// A user's state is of now: it may name videos that came after the snapshot was cut.
  private int[] categoriesOf(int[] some) {
    int[] categories = new int[some.length];
    for (int i = 0; i < some.length; i++) {
      categories[i] = some[i] < videos.size() ? videos.category(some[i]) : -1;
    }
    return categories;
  }

  private int[] channelsOf(int[] some) {
    int[] channels = new int[some.length];
    for (int i = 0; i < some.length; i++) {
      channels[i] = some[i] < videos.size() ? videos.channel(some[i]) : -1;
    }
    return channels;
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

  private void request() {
    int row = counters.find(Keys.surface(surface));
    smoothed(
        REQUEST,
        "surface",
        "any video on this surface",
        count(row, CounterTable.IMPRESSIONS),
        count(row, CounterTable.CLICKS),
        count(row, CounterTable.COMPLETIONS));
    smoothed(
        REQUEST,
        "user",
        "any video to this viewer",
        user.impressions,
        user.clicks,
        user.completions);
    affinity(
        REQUEST,
        "user x surface",
        "any video to this viewer on this surface",
        Affinities.surface(surface));
    affinity(
        REQUEST,
        "user x hour",
        "any video to this viewer at this hour of the day",
        Affinities.hour(Fold.hour(at)));
    number(
        REQUEST,
        "user watched share",
        "mean share of a video that the viewer watches, smoothed by 3 watches of a third each",
        (user.watchedShares + 1) / (user.watches + 3));
    past(
        REQUEST,
        "history of user",
        "any video to this viewer",
        user.historyShown.length,
        shownCompleted);
    ln1p(
        REQUEST,
        "history: ever shown",
        "ln(1 + impressions of the viewer's whole imported history)",
        user.historyTotal);
    ln1p(
        REQUEST,
        "history: hours since",
        "ln(1 + hours since the viewer's imported history ended)",
        user.historyLastAt == 0 ? 0 : Math.max(0, at - user.historyLastAt) / 3.6e6f);
    ln1p(
        REQUEST,
        "positives",
        "ln(1 + the viewer's last positive watches, at most 50)",
        user.historySize());
    session();
    moment();
  }

  private void session() {
    long pause = user.lastSeenAt == 0 ? -1 : Math.max(0, at - user.lastSeenAt);
    boolean goesOn = pause >= 0 && pause < SESSION_GAP_MILLIS;
    number(
        REQUEST,
        "session: first ever",
        "1 where the viewer was never shown anything",
        pause < 0 ? 1 : 0);
    ln1p(
        REQUEST,
        "session: pause",
        "ln(1 + seconds since the viewer's last impression)",
        pause < 0 ? 0 : pause / 1000f);
    number(
        REQUEST,
        "session: goes on",
        "1 where the viewer's last impression is less than 30 minutes old",
        goesOn ? 1 : 0);
    ln1p(
        REQUEST,
        "session: position",
        "ln(1 + impressions of this session so far)",
        goesOn ? user.sessionPosition + 1 : 0);
  }

  private void moment() {
    long minutes = Math.floorDiv(at, 60_000L);
    int hour = Fold.hour(at);
    int day = (int) Math.floorMod(Math.floorDiv(minutes, 1440L) + 3, 7L);
    int device = Keys.name(context.device());
    field(1, REQUEST, "surface", "where the video is shown", surface);
    field(2, REQUEST, "hour", "the hour of the day, UTC", hour);
    field(3, REQUEST, "weekday", "the day of the week, UTC", day);
    field(4, REQUEST, "device", "the device, as the client names it", device);
    field(5, REQUEST, "country", "the country of the request", country);
    field(
        10,
        REQUEST,
        "session position",
        "impressions of this session so far, in widening steps",
        session);
    field(
        11,
        REQUEST,
        "home country",
        "the country of the viewer's profile",
        Keys.name(user.profile.country()));
    field(
        12,
        REQUEST,
        "gender",
        "the gender of the viewer's profile",
        Keys.name(user.profile.gender()));
    field(13, REQUEST, "age band", "the viewer's age in bands of five years", ageBand());
    cross(15, REQUEST, "surface x hour", surface, hour);
    cross(18, REQUEST, "surface x session", surface, session);
    cross(20, REQUEST, "device x hour", device, hour);
  }

  private FeatureBlock categories(int[] ofRows) {
    RowGroups lines = RowGroups.of(ofRows);
    int[] categories = lines.values(ofRows);
    Counted all = look(categories, known.category, it -> Keys.category(videos, it));
    Counted onSurface =
        look(categories, here.category, it -> Keys.categoryOnSurface(videos, it, surface));
    Counted past = look(categories, known.historyCategory, it -> Keys.historyCategory(videos, it));
    begin(Part.CATEGORY, lines.size());
    for (int line = 0; line < lines.size(); line++) {
      line();
      counted(VIDEO, "category", "videos of this main category", all, line);
      counted(
          PAIR,
          "category x surface",
          "videos of this main category on this surface",
          onSurface,
          line);
      category(categories[line]);
      pastOf("history of category", "videos of this main category", past, line);
    }
    return end(lines);
  }

  private void category(int category) {
    int name = name(category);
    affinity(
        PAIR,
        "user x category",
        "videos of this main category to this viewer",
        category < 0 ? 0 : Affinities.category(name));
    past(
        PAIR,
        "history of user x category",
        "videos of this main category to this viewer",
        shownCategories.count(category),
        shownCategories.marked(category));
    number(
        PAIR,
        "positives: share of category",
        "share of this main category among the viewer's last positive watches, smoothed by 2 of"
            + " others",
        watchedCategories.count(category) / (user.historySize() + 2f));
    field(OF_CATEGORY, VIDEO, "category", "the video's main category", name);
    cross(16, PAIR, "surface x category", surface, name);
    cross(23, PAIR, "country x category", country, name);
  }

  private FeatureBlock lengths(int[] ofRows) {
    RowGroups lines = RowGroups.of(ofRows);
    begin(Part.LENGTH, lines.size());
    for (int durationBucket : lines.values(ofRows)) {
      line();
      length(durationBucket);
    }
    return end(lines);
  }

  private void length(int durationBucket) {
    affinity(
        PAIR,
        "user x duration",
        "videos of about this length to this viewer",
        Affinities.durationBucket(durationBucket));
    field(8, VIDEO, "duration octave", "the video's seconds by their power of two", durationBucket);
    cross(17, PAIR, "surface x duration", surface, durationBucket);
    cross(19, PAIR, "duration x session", durationBucket, session);
  }

  private FeatureBlock channels(int[] ofRows) {
    RowGroups lines = RowGroups.of(ofRows);
    int[] channels = lines.values(ofRows);
    Counted all = look(channels, known.channel, it -> Keys.channel(videos, it));
    Counted past = look(channels, known.historyChannel, it -> Keys.historyChannel(videos, it));
    begin(Part.CHANNEL, lines.size());
    for (int line = 0; line < lines.size(); line++) {
      line();
      counted(VIDEO, "channel", "videos of this channel", all, line);
      channel(channels[line]);
      pastOf("history of channel", "videos of this channel", past, line);
    }
    return end(lines);
  }

  private void channel(int channel) {
    int name = channel < 0 ? UNNAMED : videos.channels().hash(channel);
    affinity(
        PAIR,
        "user x channel",
        "videos of this channel to this viewer",
        channel < 0 ? 0 : Affinities.channel(name));
    past(
        PAIR,
        "history of user x channel",
        "videos of this channel to this viewer",
        shownChannels.count(channel),
        shownChannels.marked(channel));
    number(
        PAIR,
        "positives: share of channel",
        "share of this channel among the viewer's last positive watches, smoothed by 2 of others",
        watchedChannels.count(channel) / (user.historySize() + 2f));
    number(
        PAIR,
        "video: channel followed",
        "1 where the viewer follows the channel",
        channel >= 0 && user.followed.contains(videos.channels().name(channel)) ? 1 : 0);
    field(7, VIDEO, "channel", "the channel's id", name);
  }

  private FeatureBlock videos(int[] ordinals) {
    Counted all = look(ordinals, known.video, it -> Keys.video(videos, it));
    Counted onSurface = look(ordinals, here.video, it -> Keys.videoOnSurface(videos, it, surface));
    Counted past = look(ordinals, known.historyVideo, it -> Keys.historyVideo(videos, it));
    begin(Part.VIDEO, ordinals.length);
    for (int i = 0; i < ordinals.length; i++) {
      line();
      counted(VIDEO, "video", "this video", all, i);
      counted(PAIR, "video x surface", "this video on this surface", onSurface, i);
      recently(all.rows[i]);
      pastOf("history of video", "this video", past, i);
      video(ordinals[i], i);
    }
    return end(RowGroups.each(ordinals.length));
  }

  private void recently(int row) {
    smoothed(
        VIDEO,
        "video lately",
        "this video lately (counts halve each day)",
        counters.decayed(row, CounterTable.IMPRESSIONS, tick),
        counters.decayed(row, CounterTable.CLICKS, tick),
        counters.decayed(row, CounterTable.COMPLETIONS, tick));
  }

  private void video(int video, int place) {
    number(
        PAIR,
        "history: this video",
        "1 where the video is among the last 50 of the viewer's imported history",
        shownVideos.count(video) > 0 ? 1 : 0);
    ln1p(
        PAIR,
        "shown lately: this video",
        "ln(1 + how often the video is among the viewer's last 48 impressions)",
        shownLately.marked(video));
    int next = place;
    for (LearnedScore score : LearnedScore.ALL) {
      orUnknown(
          score.label(),
          ": score",
          "%s, by a model whose data ended before",
          score.meaning(),
          learned[next]);
      next += learned.length / LearnedScore.ALL.size();
    }
    orUnknown(
        "content",
        ": likeness",
        "the cosine of the video's vector and the mean of the viewer's last positive watches'",
        "",
        taste.likeness(videos.details(video).vector()));
    float days = (at - videos.publishedAtMillis(video)) / 8.64e7f;
    ln1p(VIDEO, "video: age", "ln(1 + days since the video was published)", Math.max(0, days));
    number(
        VIDEO,
        "video: new",
        "1 in the video's first day, and before it is published",
        days < 1 ? 1 : 0);
    double duration = videos.durationSeconds(video);
    ln1p(VIDEO, "video: duration", "ln(1 + the video's seconds)", (float) duration);
    number(
        VIDEO,
        "video: duration unknown",
        "1 where the video's seconds are not known",
        duration == 0 ? 1 : 0);
    field(OF_VIDEO, VIDEO, "video id", "the video's id", (int) videos.idHash(video));
    field(14, VIDEO, "language", "the video's language", videos.languageHash(video));
  }

  /// A number, and whether it is known: NaN is not.
  private void orUnknown(String of, String what, String meaning, String argument, float value) {
    boolean isKnown = !Float.isNaN(value);
    number(PAIR, of, what, meaning, argument, isKnown ? value : 0);
    number(PAIR, of, ": known", "1 where there is one", "", isKnown ? 1 : 0);
  }

  private void number(Side side, String name, String meaning, float value) {
    number(side, name, "", meaning, "", value);
  }

  /// Its name and meaning are put together only where they are asked for.
  private void number(
      Side side, String of, String what, String meaning, String argument, float value) {
    if (declared != null) {
      declared.add(
          new Feature(
              of + what, Kind.NUMBER, side, part, shown(value), meaning.formatted(argument)));
    }
    dense[column++] = value;
  }

  private void ln1p(Side side, String name, String meaning, float value) {
    logarithm(side, name, "", meaning, "", 1 + value, 0);
  }

  /// ln(x), less something that is the same in all rows.
  private void logarithm(
      Side side, String of, String what, String meaning, String argument, float x, float less) {
    if (declared != null) {
      number(side, of, what, meaning, argument, ln(x) - less);
      return;
    }
    logarithms.add(firstColumn == 0, column - firstColumn, x, less);
    column++;
  }

  /// The value of the row that features are declared by, in which nothing is known.
  private static String shown(float missing) {
    return missing == Math.rint(missing)
        ? String.valueOf((int) missing)
        : String.format(Locale.ROOT, "%.2f", missing);
  }

  /// Counters of many things, looked up in loops of their own: one after the other they are waited
  /// for three times as long.
  ///
  /// @param rows by line, -1 where nothing was counted
  /// @param counts by line, as [CounterTable#read] gives them
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  private record Counted(int[] rows, int[] counts) {}

  /// @param ordinals of what is counted, -1 for nothing
  private Counted look(int[] ordinals, CounterRowCache of, IntToLongFunction key) {
    int[] rows = new int[ordinals.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ordinals[i] < 0 ? -1 : counters.find(ordinals[i], of, key);
    }
    int[] counts = new int[CounterTable.READ * rows.length];
    counters.read(rows, counts);
    return new Counted(rows, counts);
  }

  private void counted(Side side, String name, String meaning, Counted all, int line) {
    int at = CounterTable.READ * line;
    smoothed(side, name, meaning, all.counts[at], all.counts[at + 1], all.counts[at + 2]);
  }

  private void affinity(Side side, String name, String meaning, int key) {
    int slot = affinities == null ? user.affinities.find(key) : affinities.get(key);
    smoothed(
        side,
        name,
        meaning,
        user.affinities.count(slot, Affinities.IMPRESSIONS),
        user.affinities.count(slot, Affinities.CLICKS),
        user.affinities.count(slot, Affinities.COMPLETIONS));
  }

  /// Log-odds of the smoothed rates, relative to everybody's, and how much stands behind them.
  private void smoothed(
      Side side, String name, String of, float shown, float clicks, float completions) {
    logarithm(
        side,
        name,
        ": click rate",
        "log-odds of the smoothed rate of clicks among the impressions of %s, less everybody's",
        of,
        odds(clicks, shown, clickPrior),
        clickOdds);
    logarithm(
        side,
        name,
        ": completion rate",
        "log-odds of the smoothed rate of completed watches among the impressions of %s, less"
            + " everybody's",
        of,
        odds(completions, shown, completionPrior),
        completionOdds);
    logarithm(side, name, ": shown", "ln(1 + impressions of %s)", of, 1 + shown, 0);
  }

  /// Odds of a smoothed rate.
  ///
  /// Hits may outnumber what was shown where clients report completions twice; the rate then stops
  /// just short of 1.
  private static float odds(float hits, float shown, float prior) {
    float rate = Math.min((hits + PRIOR * prior) / (shown + PRIOR), 0.999f);
    return rate / (1 - rate);
  }

  private void past(Side side, String name, String of, float shown, float completed) {
    logarithm(
        side,
        name,
        ": completion rate",
        "log-odds of the smoothed rate of completed watches among the impressions of %s in imported"
            + " histories, less everybody's",
        of,
        odds(completed, shown, historyPrior),
        historyOdds);
    logarithm(
        side, name, ": shown", "ln(1 + impressions of %s in imported histories)", of, 1 + shown, 0);
  }

  private void pastOf(String name, String of, Counted all, int line) {
    int at = CounterTable.READ * line;
    past(VIDEO, name, of, all.counts[at], all.counts[at + 2]);
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

  /// @param kind tells the hashes of fields apart, for ever
  private void field(int kind, Side side, String name, String meaning, int value) {
    if (declared != null) {
      declared.add(new Feature(name, Kind.CATEGORY, side, part, "a value of its own", meaning));
    }
    hashed[hash++] = hash(kind, value);
  }

  private void cross(int kind, Side side, String name, int first, int second) {
    if (declared != null) {
      String meaning = name.replace(" x ", " and ") + " together";
      declared.add(new Feature(name, Kind.CROSS, side, part, "a value of its own", meaning));
    }
    hashed[hash++] = hash(kind, (int) Hashing.mix(first, second));
  }

  private void declareAttributes() {
    attributes(REQUEST, Part.REQUEST, "user attributes", "the viewer's attributes");
    attributes(
        VIDEO,
        Part.VIDEO,
        "video attributes",
        "the four regions that its vector lies in, and the video's attributes, of those that are"
            + " not declared at most 40");
  }

  private void attributes(Side side, Part of, String name, String meaning) {
    declared.add(
        new Feature(
            name,
            Kind.CATEGORIES,
            side,
            of,
            "none",
            meaning
                + ": each by its name and value, a declared number by tiles of it and others of 10"
                + " or more by their power of two"));
  }

  /// What rows have of a viewer's attributes.
  static int[] userAttributes(int[] attributes) {
    return hashes(OF_USER_ATTRIBUTE, attributes);
  }

  /// What rows have of a video's attributes.
  static int[] videoAttributes(int[] attributes) {
    return hashes(OF_VIDEO_ATTRIBUTE, attributes);
  }

  private static int[] hashes(int kind, int[] attributes) {
    int[] hashes = new int[attributes.length];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(kind, attributes[i]);
    }
    return hashes;
  }

  private static int hash(int kind, int value) {
    return (int) Hashing.mix(kind, value);
  }
}
