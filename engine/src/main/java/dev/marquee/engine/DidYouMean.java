package dev.marquee.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the known word that a misspelled word probably stands for.
public final class DidYouMean {

  private DidYouMean() {}

  /// The known words and the nearest one: `one of a, b, c (did you mean 'b'?)`.
  public static String among(Collection<String> words, String typed) {
    return "one of " + String.join(", ", words) + guess(words, typed);
  }

  /// The nearest word as a question; empty if no word is near.
  public static String guess(Collection<String> words, String typed) {
    return nearest(words, typed).map(DidYouMean::asQuestion).orElse("");
  }

  /// A word as a question.
  public static String asQuestion(String word) {
    return " (did you mean '" + word + "'?)";
  }

  /// The nearest word; empty if none is near.
  public static Optional<String> nearest(Collection<String> words, String typed) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(word, typed)))
        .filter(word -> distance(word, typed) <= 1 + word.length() / 4);
  }

  /// The Levenshtein distance; a large number without computing it if `typed` is much longer than
  /// `word`.
  private static int distance(String word, String typed) {
    if (typed.length() > 2 * word.length()) {
      return Integer.MAX_VALUE / 4;
    }
    int[] costs = new int[typed.length() + 1];
    for (int j = 0; j < costs.length; j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= word.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j < costs.length; j++) {
        boolean same = fold(word.charAt(i - 1)) == fold(typed.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[typed.length()];
  }

  /// Makes `video_published` and `VideoPublished` near `video-published`.
  private static char fold(char c) {
    return c == '_' ? '-' : Character.toLowerCase(c);
  }
}
