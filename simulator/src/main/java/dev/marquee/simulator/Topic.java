package dev.marquee.simulator;

import java.util.List;

/// A topic of videos, with the words for their titles.
///
/// @param name the category in the catalog
/// @param medianSeconds median length of its videos
/// @param subjects possible subjects of a video; each has its own point within the topic
/// @param forms how a title presents its subject
public record Topic(String name, double medianSeconds, List<String> subjects, List<String> forms) {

  public Topic {
    subjects = List.copyOf(subjects);
    forms = List.copyOf(forms);
  }
}
