package dev.marquee.simulator;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Makes the channels: each has a main topic, a style, a typical quality, and a share of all
/// uploads; the shares follow Zipf's law.
final class RandomChannels {

  private static final double TOPIC_SKEW = 0.6;
  private static final double UPLOAD_SKEW = 0.7;

  private final WorldSettings settings;
  private final TasteSpace space;
  private final RandomGenerator random;
  private final Weights topics;
  private final Weights countries;

  RandomChannels(WorldSettings settings, TasteSpace space, RandomGenerator random) {
    this.settings = settings;
    this.space = space;
    this.random = random;
    this.topics = Weights.zipf(settings.supply().topics(), TOPIC_SKEW);
    this.countries =
        new Weights(
            settings.audience().countries().size(),
            i -> settings.audience().countries().get(i).weight());
  }

  List<Channel> make() {
    return IntStream.range(0, settings.supply().channels()).mapToObj(this::channel).toList();
  }

  private Channel channel(int index) {
    // The first channels cover all topics, so that no topic is empty.
    int topic = index < settings.supply().topics() ? index : topics.draw(random);
    var country = settings.audience().countries().get(countries.draw(random));
    return new Channel(
        "c" + index,
        topic,
        topics.draw(random),
        country.language(),
        country.code(),
        new Channel.Manner(
            LatentVector.random(space.dimensions(), random),
            0.5 + 0.18 * random.nextGaussian(),
            0.8 * StrictMath.pow(random.nextDouble(), 3)),
        Weights.zipfWeight(index, UPLOAD_SKEW));
  }
}
