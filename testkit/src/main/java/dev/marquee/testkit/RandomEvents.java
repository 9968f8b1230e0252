package dev.marquee.testkit;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.FeedServed.ServedSlot;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Limits;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.SettingsChanged;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Random events of every type with any content that a sender may send, reproducible from a seed.
public final class RandomEvents {

  private static final List<String> TEXTS =
      List.of("", "cat", "Ärger", "кошка", "猫の動画", "🐈 one", "\0", "\ud83d", "\udc08x", "ÿĀ");

  /// Number of event types.
  public static final int TYPES = 14;

  private final RandomGenerator random;
  private final String idPrefix;
  private long number;

  /// @param idPrefix prefix of all event ids, so that several senders do not collide
  public RandomEvents(RandomGenerator random, String idPrefix) {
    this.random = random;
    this.idPrefix = idPrefix;
  }

  /// Random events with new ids.
  public List<Event> some(int count) {
    return listOf(count, this::next);
  }

  /// A random event with a new id.
  public Event next() {
    return next(random.nextInt(TYPES));
  }

  /// A random event of a type, with a new id.
  ///
  /// @param type from 0 to below [#TYPES]
  public Event next(int type) {
    String id = idPrefix + number++;
    return switch (type) {
      case 0 -> new VideoPublished(id, time(), video(), details());
      case 1 -> new VideoUpdated(id, time(), video(), details());
      case 2 -> new VideoRemoved(id, time(), video());
      case 3 -> new ProfileUpdated(id, time(), user(), profile());
      case 4 -> new UserErased(id, time(), user());
      case 5 -> history(id);
      case 6 -> feedServed(id);
      case 7 ->
          new Impression(id, time(), user(), video(), feed(), random.nextInt(-1, 50), context());
      case 8 -> new Click(id, time(), user(), video(), feed());
      case 9 -> watch(id);
      case 10 -> new Reaction(id, time(), user(), video(), feed(), oneOf(Reaction.Kind.values()));
      case 11 -> new Follow(id, time(), user(), "channel" + random.nextInt(5));
      case 12 -> new Unfollow(id, time(), user(), "channel" + random.nextInt(5));
      default -> new SettingsChanged(id, time(), text() + "x", "v" + number, text().repeat(9));
    };
  }

  private Event history(String id) {
    List<String> shown = listOf(random.nextInt(20), this::video);
    return new HistoryImported(
        id,
        time(),
        user(),
        shown,
        listOf(random.nextInt(5), this::video),
        listOf(random.nextInt(5), this::video),
        shown.size() + random.nextInt(1000),
        random.nextBoolean() ? Optional.of(time()) : Optional.empty());
  }

  private Event feedServed(String id) {
    boolean layered = number % 2 == 0;
    Instant at = time();
    String user = user();
    Context context = context();
    String arm = "arm" + random.nextInt(3);
    return new FeedServed(
        id,
        at,
        user,
        context,
        layered ? List.of(arm, "holdout") : List.of(arm),
        random.nextBoolean() ? "" : "ranker-" + random.nextInt(3),
        layered ? "settings-" + arm : "",
        random.nextLong(),
        random.nextLong(1L << random.nextInt(1, 63)),
        listOf(random.nextInt(2), this::text),
        listOf(random.nextInt(12), this::slot));
  }

  private ServedSlot slot() {
    return new ServedSlot(
        video(),
        listOf(random.nextInt(3), this::text),
        random.nextFloat(),
        random.nextFloat(),
        random.nextInt(10) == 0 ? Float.NaN : random.nextFloat(),
        random.nextFloat(),
        random.nextLong());
  }

  private Event watch(String id) {
    return new Watch(
        id,
        time(),
        user(),
        video(),
        feed(),
        seconds(),
        seconds(),
        oneOf(Watch.Completion.values()),
        random.nextBoolean());
  }

  private VideoDetails details() {
    return new VideoDetails(
        text().repeat(random.nextInt(100)),
        text(),
        listOf(random.nextInt(3), () -> "category" + random.nextInt(20)),
        "en",
        listOf(random.nextInt(3), () -> "C" + random.nextInt(200)),
        random.nextInt(19),
        seconds(),
        time(),
        text(),
        attributes(),
        random.nextInt(3) == 0 ? vector() : ContentVector.NONE);
  }

  private ContentVector vector() {
    float[] values = new float[1 + random.nextInt(20)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) == 0 ? -0.0f : (float) random.nextGaussian();
    }
    return ContentVector.of(values);
  }

  private UserProfile profile() {
    return new UserProfile(text(), text(), random.nextInt(3000), text(), attributes());
  }

  private Map<String, String> attributes() {
    var attributes = new HashMap<String, String>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put("name" + random.nextInt(10), text());
    }
    return attributes;
  }

  private Context context() {
    return random.nextBoolean() ? Context.UNKNOWN : new Context("DE", "tv", text());
  }

  private double seconds() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> random.nextInt(100);
      case 3 -> random.nextInt(1_000_000) / 1000.0;
      default -> random.nextDouble(Limits.SECONDS);
    };
  }

  private Instant time() {
    return random.nextInt(20) == 0
        ? Instant.ofEpochMilli(
            random.nextLong(Limits.EARLIEST.toEpochMilli(), Limits.LATEST.toEpochMilli()))
        : Instant.parse("2026-03-01T12:00:00Z").plusNanos(random.nextLong(1L << 40));
  }

  private String user() {
    return "user" + random.nextInt(50) + text();
  }

  private String video() {
    return "video" + random.nextInt(200);
  }

  private String feed() {
    return random.nextBoolean() ? "" : "feed" + random.nextInt(100);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static <T> List<T> listOf(int size, Supplier<T> next) {
    var values = new ArrayList<T>(size);
    for (int i = 0; i < size; i++) {
      values.add(next.get());
    }
    return values;
  }
}
