package dev.marquee.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where topics and their subjects lie: subjects in a cloud around their topic's centre, so that
/// who likes one likes the others more than chance, and yet a topic does not say all.
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
