package dev.marquee.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes titles from words that reveal the subject and so the topic; clickbait titles are
/// sensational.
///
/// Titles are English regardless of the video's language, because the default title encoder reads
/// English.
final class RandomTitles {

  /// Videos with at least this much clickbait get a sensational title.
  private static final double LOUD = 0.45;

  private static final List<String> PLAIN =
      List.of("{subject} {form}", "{subject}: {form}", "{subject} | {form} | part {n}");

  private static final List<String> SHOUTED =
      List.of(
          "You won't believe this {subject} {form}!",
          "{subject} {form} (GONE WRONG)",
          "{n} {subject} SECRETS nobody tells you | {form}",
          "This {subject} changes EVERYTHING: {form}");

  private final RandomGenerator random;

  RandomTitles(RandomGenerator random) {
    this.random = random;
  }

  String title(Topic topic, int subject, double clickbait) {
    var title =
        any(clickbait < LOUD ? PLAIN : SHOUTED)
            .replace("{subject}", topic.subjects().get(subject))
            .replace("{form}", any(topic.forms()))
            .replace("{n}", Integer.toString(2 + random.nextInt(18)));
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
