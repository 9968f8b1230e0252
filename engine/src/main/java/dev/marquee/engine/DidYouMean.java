package dev.marquee.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class DidYouMean {

  private DidYouMean() {}

  /// The words, and a guess among them: `one of a, b, c (did you mean 'b'?)`.
  public static String among(Collection<String> words, String typed) {
    return "one of " + String.join(", ", words) + guess(words, typed);
  }

  /// A guess, or nothing where no word is near.
  public static String guess(Collection<String> words, String typed) {
    return nearest(words, typed).map(DidYouMean::asQuestion).orElse("");
  }

  /// A word as a guess.
  public static String asQuestion(String word) {
    return " (did you mean '" + word + "'?)";
  }

  /// The nearest word; empty where none is near.
  public static Optional<String> nearest(Collection<String> words, String typed) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(word, typed)))
        .filter(word -> distance(word, typed) <= 1 + word.length() / 4);
  }

  /// Levenshtein's edit distance. Long input is no word of ours and is not measured.
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

  /// `video_published` and `VideoPublished` are near to `video-published`.
  private static char fold(char c) {
    return c == '_' ? '-' : Character.toLowerCase(c);
  }
}
