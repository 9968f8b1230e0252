package dev.marquee.simulator;

import dev.marquee.engine.events.UserProfile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Makes the viewers: each likes two to four topics, and within each topic prefers some subjects.
final class RandomViewers {

  private static final double TOPIC_SKEW = 0.5;
  private static final double OWN_TASTE = 0.35;
  private static final double ACTIVITY_SPREAD = 0.9;
  private static final int YOUNGEST = 14;
  private static final int OLDEST = 90;
  private static final int EVENING_PEAK = 20;
  private static final Duration JOINED_WITHIN = Duration.ofDays(180);

  private final WorldSettings settings;
  private final TasteSpace space;
  private final RandomGenerator random;
  private final Weights topics;
  private final Weights countries;

  RandomViewers(WorldSettings settings, TasteSpace space, RandomGenerator random) {
    this.settings = settings;
    this.space = space;
    this.random = random;
    this.topics = Weights.zipf(settings.supply().topics(), TOPIC_SKEW);
    this.countries =
        new Weights(
            settings.audience().countries().size(),
            i -> settings.audience().countries().get(i).weight());
  }

  List<Viewer> make() {
    return IntStream.range(0, settings.audience().viewers()).mapToObj(this::viewer).toList();
  }

  private Viewer viewer(int index) {
    var country = settings.audience().countries().get(countries.draw(random));
    double hour = EVENING_PEAK - country.utcOffsetHours() + 3 * random.nextGaussian();
    long agoMillis = 1 + (long) (random.nextDouble() * JOINED_WITHIN.toMillis());
    return new Viewer(
        index,
        "u" + index,
        new UserProfile(country.code(), country.language(), birthYear(), "", Map.of()),
        settings.start().minusMillis(agoMillis),
        taste(),
        new Viewer.Habits(
            DeviceHabit.random(random),
            new DailyRhythm(hour),
            settings.audience().visitsPerDay()
                * StrictMath.exp(ACTIVITY_SPREAD * random.nextGaussian()),
            country.utcOffsetHours()));
  }

  private int birthYear() {
    double sinceYoungest = 9 * (random.nextExponential() + random.nextExponential());
    int age = (int) Math.min(OLDEST, YOUNGEST + sinceYoungest);
    return settings.start().atOffset(ZoneOffset.UTC).getYear() - age;
  }

  private LatentVector taste() {
    var taste = LatentVector.zero(space.dimensions());
    int likes = 2 + random.nextInt(3);
    for (int i = 0; i < likes; i++) {
      int topic = topics.draw(random);
      double weight = 1.0 / (1 + 0.5 * i);
      taste = taste.plus(weight / 2, space.anySubject(topic, random));
      taste = taste.plus(weight / 2, space.anySubject(topic, random));
    }
    return taste.unit().plus(OWN_TASTE, LatentVector.random(space.dimensions(), random)).unit();
  }
}
