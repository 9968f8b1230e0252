package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;
import java.util.function.Consumer;

/// Reports each line that cannot be read, and ends the import if there are too many.
///
/// Used by one thread.
public final class BadLines {

  private final long limit;
  private final Consumer<String> report;
  private long count;
  private String last = "";

  /// @param limit maximum number of bad lines, which are skipped
  /// @param report receives each bad line as `file:line: reason`
  public BadLines(long limit, Consumer<String> report) {
    if (limit < 0) {
      throw new IllegalArgumentException("--max-bad is " + limit + ", expected 0 or more");
    }
    this.limit = limit;
    this.report = report;
  }

  /// Skips all bad lines without reporting them.
  static BadLines skipped() {
    return new BadLines(Long.MAX_VALUE, reason -> {});
  }

  /// Reports a bad line; line numbers start at 1.
  ///
  /// @throws TooManyBadLinesException if the limit is exceeded
  public void add(String file, long line, String reason) {
    String told = file + ":" + line + ": " + reason;
    report.accept(told);
    last = told;
    count++;
    if (count > limit) {
      throw new TooManyBadLinesException(limit, told);
    }
  }

  /// Refuses a file that brought nothing, so that nobody takes it for a success.
  ///
  /// @param before number of bad lines before the file
  /// @param what what the file should hold
  /// @param expected how it should hold it
  ImportException nothing(String file, long before, String what, String expected) {
    return new ImportException(
        count == before
            ? "%s: holds no %s, expected %s; nothing was stored".formatted(file, what, expected)
            : ("%s: holds no %s that can be read, the last bad line is %s; nothing was stored: is"
                    + " it the right file?")
                .formatted(file, what, last));
  }

  /// Number of bad lines.
  public long count() {
    return count;
  }
}
