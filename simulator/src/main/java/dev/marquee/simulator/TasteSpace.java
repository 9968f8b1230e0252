package dev.marquee.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The points of topics and their subjects. Subjects form a cloud around their topic's centre, so a
/// viewer who likes one subject likes the topic's others more than average, but the topic alone
/// does not determine the taste.
final class TasteSpace {

  private static final double SUBJECT_SPREAD = 0.6;

  private final int dimensions;
  private final List<List<LatentVector>> subjectsOfTopics = new ArrayList<>();

  TasteSpace(List<Topic> topics, int dimensions, RandomGenerator random) {
    this.dimensions = dimensions;
    for (var topic : topics) {
      var centre = LatentVector.random(dimensions, random);
      var subjects = new ArrayList<LatentVector>();
      for (int i = 0; i < topic.subjects().size(); i++) {
        var direction = LatentVector.random(dimensions, random);
        subjects.add(centre.plus(SUBJECT_SPREAD, direction).unit());
      }
      subjectsOfTopics.add(subjects);
    }
  }

  int dimensions() {
    return dimensions;
  }

  LatentVector subject(int topic, int subject) {
    return subjectsOfTopics.get(topic).get(subject);
  }

  LatentVector anySubject(int topic, RandomGenerator random) {
    var subjects = subjectsOfTopics.get(topic);
    return subjects.get(random.nextInt(subjects.size()));
  }
}
