package dev.marquee.testkit;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes random events of every type, with characters and numbers that are hard for serialisers.
public final class AnyEvent {

  private static final List<String> PIECES =
      List.of(
          "a", "Z9", "-", " ", "\"", "\\", "/", "\n", "\t", "\u0001", "é", "漢", "😀", "{}",
          "\u2028");

  private final RandomGenerator random;

  public AnyEvent(RandomGenerator random) {
    this.random = random;
  }

  /// One event of each type.
  public List<Event> ofEachType() {
    return List.of(
        new VideoPublished(id(), at(), id(), video()),
        new VideoUpdated(id(), at(), id(), video()),
        new VideoRemoved(id(), at(), id()),
        new ProfileUpdated(id(), at(), id(), profile()),
        new UserErased(id(), at(), id()),
        history(),
        new FeedServed(
            id(),
            at(),
            id(),
            context(),
            arms(text()),
            text(),
            "v1",
            random.nextLong(),
            random.nextLong(),
            some(this::text),
            some(this::slot)),
        new Impression(id(), at(), id(), id(), text(), random.nextInt(-1, 50), context()),
        new Click(id(), at(), id(), id(), text()),
        new Watch(
            id(),
            at(),
            id(),
            id(),
            text(),
            seconds(),
            seconds(),
            any(Watch.Completion.values()),
            random.nextBoolean()),
        new Reaction(id(), at(), id(), id(), text(), any(Reaction.Kind.values())),
        new Follow(id(), at(), id(), id()),
        new Unfollow(id(), at(), id(), id()),
        new SettingsChanged(id(), at(), id(), id(), text()));
  }

  public VideoDetails video() {
    return new VideoDetails(
        text(),
        text(),
        some(this::id),
        text(),
        some(this::id),
        random.nextInt(0, 21),
        seconds(),
        at(),
        text(),
        attributes(),
        random.nextBoolean()
            ? ContentVector.NONE
            : ContentVector.of((float) random.nextDouble(-9, 9), 0, -0.0f, Float.MIN_VALUE));
  }

  public UserProfile profile() {
    return new UserProfile(text(), text(), birthYear(), text(), attributes());
  }

  private int birthYear() {
    int drawn = random.nextInt(0, 2020);
    int year = Limits.EARLIEST_BIRTH_YEAR + drawn % 120;
    return drawn % 4 == 0 ? 0 : year;
  }

  private Event history() {
    List<String> shown = some(this::id);
    return new HistoryImported(
        id(),
        at(),
        id(),
        shown,
        some(this::id),
        some(this::id),
        shown.size() + random.nextInt(3),
        random.nextBoolean() ? Optional.of(at()) : Optional.empty());
  }

  private FeedServed.ServedSlot slot() {
    return new FeedServed.ServedSlot(
        id(),
        some(this::text),
        random.nextFloat(),
        random.nextFloat(),
        Float.intBitsToFloat(random.nextInt() & 0x7f7fffff),
        random.nextFloat(),
        random.nextLong());
  }

  private static List<String> arms(String one) {
    return one.isEmpty() ? List.of() : List.of(one, "holdout");
  }

  private Context context() {
    return random.nextInt(4) == 0 ? Context.UNKNOWN : new Context(text(), text(), text());
  }

  private Map<String, String> attributes() {
    var attributes = new HashMap<String, String>();
    some(this::id).forEach(name -> attributes.put(name, text()));
    return attributes;
  }

  private String id() {
    return "x" + text();
  }

  private String text() {
    return Stream.generate(() -> PIECES.get(random.nextInt(PIECES.size())))
        .limit(random.nextInt(6))
        .collect(Collectors.joining());
  }

  private double seconds() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> random.nextInt(864_001);
      default -> random.nextDouble(Limits.SECONDS);
    };
  }

  private Instant at() {
    long from = Limits.EARLIEST.toEpochMilli();
    long millis = random.nextLong(from, Limits.LATEST.toEpochMilli());
    return Instant.ofEpochMilli(random.nextBoolean() ? millis : millis / 60_000 * 60_000);
  }

  private <T> List<T> some(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
