package dev.marquee.simulator;

import java.util.List;

/// What videos are about, with the words of their titles.
///
/// @param name the category that the catalog shows
/// @param medianSeconds length of a typical video
/// @param subjects what one video is about; each lies at its own place inside the topic
/// @param forms how a title presents its subject
public record Topic(String name, double medianSeconds, List<String> subjects, List<String> forms) {

  public Topic {
    subjects = List.copyOf(subjects);
    forms = List.copyOf(forms);
  }
}
