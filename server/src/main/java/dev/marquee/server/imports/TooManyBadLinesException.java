package dev.marquee.server.imports;

import dev.marquee.server.data.ImportException;

/// More lines are bad than the import may skip. Nothing was stored.
public final class TooManyBadLinesException extends ImportException {

  private static final long serialVersionUID = 1L;

  TooManyBadLinesException(long limit, String last) {
    super(
        "more than "
            + limit
            + " bad lines, the last is "
            + last
            + "; nothing was stored: fix the lines, or skip up to N of them with --max-bad N");
  }
}
