package dev.marquee.simulator;

import dev.marquee.engine.events.VideoDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes the videos in order of publication: those of the months before the start, and those that
/// the channels upload during the simulated days.
final class RandomVideos {

  private static final Duration PUBLISHED_WITHIN = Duration.ofDays(180);
  private static final double MAIN_TOPIC = 0.8;
  private static final double SECOND_CATEGORY = 0.25;
  private static final double RESTRICTED = 0.03;
  private static final double ADULT = 0.02;
  private static final int ADULT_AGE = 18;
  private static final double REMOVED = 0.03;
  private static final double STYLE = 0.35;
  private static final double OWN_TASTE = 0.35;
  private static final double DURATION_SPREAD = 0.6;
  private static final double SHORTEST_SECONDS = 30;
  private static final double LONGEST_SECONDS = 2_400;
  private static final double APPEAL_SPREAD = 0.5;

  private final WorldSettings settings;
  private final TasteSpace space;
  private final List<Channel> channels;
  private final RandomGenerator random;
  private final RandomTitles titles;
  private final Weights uploads;

  RandomVideos(
      WorldSettings settings, TasteSpace space, List<Channel> channels, RandomGenerator random) {
    this.settings = settings;
    this.space = space;
    this.channels = channels;
    this.random = random;
    this.titles = new RandomTitles(random);
    this.uploads = new Weights(channels.size(), i -> channels.get(i).weight());
  }

  List<Video> make() {
    var videos = new ArrayList<Video>(settings.supply().videos());
    for (var publishedAt : publicationTimes()) {
      videos.add(video(videos.size(), publishedAt));
    }
    return List.copyOf(videos);
  }

  private List<Instant> publicationTimes() {
    int atStart =
        (int)
            Math.max(1, Math.round(settings.supply().shareAtStart() * settings.supply().videos()));
    var times = new ArrayList<Instant>(settings.supply().videos());
    for (int i = 0; i < settings.supply().videos(); i++) {
      times.add(
          i < atStart
              ? between(settings.start().minus(PUBLISHED_WITHIN), settings.start())
              : between(settings.start(), settings.end()));
    }
    times.sort(null);
    return times;
  }

  private Video video(int index, Instant publishedAt) {
    var channel = channels.get(uploads.draw(random));
    boolean main = random.nextDouble() < MAIN_TOPIC;
    int topicIndex = main ? channel.topic() : channel.sideTopic();
    int sideTopic = main ? channel.sideTopic() : channel.topic();
    var topic = Topics.ALL.get(topicIndex);
    int subject = random.nextInt(topic.subjects().size());
    var taste = space.subject(topicIndex, subject).plus(STYLE, channel.manner().style());
    var categories = List.of(topic.name());
    if (sideTopic != topicIndex && random.nextDouble() < SECOND_CATEGORY) {
      categories = List.of(topic.name(), Topics.ALL.get(sideTopic).name());
      taste = taste.plus(0.5, space.anySubject(sideTopic, random));
    }
    double clickbait = clamp(channel.manner().clickbait() + 0.12 * random.nextGaussian());
    double duration = duration(topic);
    var details =
        new VideoDetails(
            titles.title(topic, subject, clickbait),
            channel.id(),
            categories,
            channel.language(),
            random.nextDouble() < RESTRICTED ? List.of(channel.country()) : List.of(),
            random.nextDouble() < ADULT ? ADULT_AGE : 0,
            duration,
            publishedAt,
            "",
            Map.of());
    return new Video(
        index,
        "v" + index,
        details,
        topicIndex,
        new Video.Traits(
            taste.plus(OWN_TASTE, LatentVector.random(space.dimensions(), random)).unit(),
            StrictMath.log(duration),
            APPEAL_SPREAD * random.nextGaussian(),
            clamp(channel.manner().quality() + 0.15 * random.nextGaussian()),
            clickbait),
        removedAt(publishedAt));
  }

  private double duration(Topic topic) {
    double spread = StrictMath.exp(DURATION_SPREAD * random.nextGaussian());
    double seconds = topic.medianSeconds() * spread;
    return Math.rint(Math.clamp(seconds, SHORTEST_SECONDS, LONGEST_SECONDS));
  }

  private Optional<Instant> removedAt(Instant publishedAt) {
    if (random.nextDouble() >= REMOVED) {
      return Optional.empty();
    }
    var from = publishedAt.isBefore(settings.start()) ? settings.start() : publishedAt;
    return Optional.of(between(from.plusMillis(1), settings.end().plusMillis(1)));
  }

  private Instant between(Instant from, Instant to) {
    long millis = Duration.between(from, to).toMillis();
    return from.plusMillis((long) (random.nextDouble() * millis));
  }

  private static double clamp(double share) {
    return Math.clamp(share, 0.0, 1.0);
  }
}
