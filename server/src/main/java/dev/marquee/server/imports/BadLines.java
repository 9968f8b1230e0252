package dev.marquee.server.imports;

import java.util.function.Consumer;

/// Tells each line that cannot be read, and ends the import when there are too many.
///
/// Used by one thread.
public final class BadLines {

  private final long limit;
  private final Consumer<String> report;
  private long count;

  /// @param limit how many lines may be bad and are skipped
  /// @param report takes each as `file:line: reason`
  public BadLines(long limit, Consumer<String> report) {
    if (limit < 0) {
      throw new IllegalArgumentException("--max-bad is " + limit + ", expected 0 or more");
    }
    this.limit = limit;
    this.report = report;
  }

  /// Skips all bad lines without a word.
  static BadLines skipped() {
    return new BadLines(Long.MAX_VALUE, reason -> {});
  }

  /// Notes a bad line; lines count from 1.
  ///
  /// @throws TooManyBadLinesException where it is one too many
  public void add(String file, long line, String reason) {
    String told = file + ":" + line + ": " + reason;
    report.accept(told);
    count++;
    if (count > limit) {
      throw new TooManyBadLinesException(limit, told);
    }
  }

  /// How many lines were bad.
  public long count() {
    return count;
  }
}
