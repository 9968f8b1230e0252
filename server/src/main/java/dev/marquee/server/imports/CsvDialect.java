package dev.marquee.server.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import java.util.List;
import java.util.function.Predicate;

/// How the fields of a table's rows are separated. Blanks around a field, and around its quotes,
/// are not a part of it; those within quotes are.
final class CsvDialect {

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  private static final String DECLARED = "sep=";

  private static final FieldModifier STRIPPED =
      new FieldModifier() {
        @Override
        public String modify(long line, int field, boolean quoted, String text) {
          return quoted ? text : text.strip();
        }
      };

  private final CsvReader.CsvReaderBuilder reader;

  private CsvDialect(char separator) {
    this.reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowUnclosedQuote(false)
            .trimWhitespacesAroundQuotes(separator != '\t');
  }

  /// The dialect in which a header has most known columns, and most columns of those.
  static CsvDialect of(String header, Predicate<String> known) {
    CsvDialect best = null;
    long most = -1;
    for (char separator : SEPARATORS) {
      var dialect = new CsvDialect(separator);
      List<String> columns = dialect.fields(header);
      if (columns != null) {
        long worth = columns.stream().filter(known).count() * header.length() + columns.size();
        if (worth > most) {
          best = dialect;
          most = worth;
        }
      }
    }
    return best == null ? new CsvDialect(',') : best;
  }

  /// Whether a first line only declares the separator, as Excel writes it: `sep=;`.
  static boolean declares(String line) {
    return line.length() == DECLARED.length() + 1 && line.startsWith(DECLARED);
  }

  /// The fields of one row, which may span lines, or null where its quotes do not pair.
  List<String> fields(String row) {
    try {
      return reader
          .ofSingleCsvRecord(CsvRecordHandler.of(it -> it.fieldModifier(STRIPPED)), row)
          .getFields();
    } catch (CsvParseException e) {
      return null;
    }
  }
}
