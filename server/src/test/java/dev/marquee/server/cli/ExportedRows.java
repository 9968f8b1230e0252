package dev.marquee.server.cli;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.marquee.engine.features.Feature;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of an exported file as a ranker reads them.
record ExportedRows(List<Row> all) implements Rows {

  private record Row(
      float[] dense,
      int[] hashed,
      int userAttributes,
      int[] history,
      Instant time,
      boolean isClicked) {}

  static ExportedRows of(Path file) throws IOException {
    List<Row> all = new ArrayList<>();
    try (var parquet = ParquetFileReader.open(InputFile.of(file));
        RowReader read = parquet.rowReader()) {
      while (read.hasNext()) {
        read.next();
        all.add(row(read));
      }
    }
    return new ExportedRows(all);
  }

  private static Row row(RowReader read) {
    float[] dense = new float[FeatureRows.DENSE];
    IntStream.Builder hashed = IntStream.builder();
    int userAttributes = 0;
    for (int i = 0; i < FeatureRows.FEATURES.size(); i++) {
      Feature feature = FeatureRows.FEATURES.get(i);
      switch (feature.kind()) {
        case NUMBER -> dense[i] = read.getFloat(feature.name());
        case CATEGORY, CROSS -> hashed.add(read.getInt(feature.name()));
        case CATEGORIES -> {
          int[] values = read.getList(feature.name()).ints().toArray();
          IntStream.of(values).forEach(hashed::add);
          userAttributes += feature.side() == Feature.Side.REQUEST ? values.length : 0;
        }
      }
    }
    return new Row(
        dense,
        hashed.build().toArray(),
        userAttributes,
        read.getList("history").ints().toArray(),
        read.getTimestamp("time"),
        read.getBoolean("clicked"));
  }

  List<Instant> times() {
    return all.stream().map(Row::time).toList();
  }

  boolean[] clicked() {
    boolean[] clicked = new boolean[all.size()];
    for (int i = 0; i < clicked.length; i++) {
      clicked[i] = all.get(i).isClicked();
    }
    return clicked;
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public float[] dense(int row) {
    return all.get(row).dense();
  }

  @Override
  public int denseStart(int row) {
    return 0;
  }

  @Override
  public int[] hashed(int row) {
    return all.get(row).hashed();
  }

  @Override
  public int hashedStart(int row) {
    return 0;
  }

  @Override
  public int hashedEnd(int row) {
    return all.get(row).hashed().length;
  }

  @Override
  public int userAttributes(int row) {
    return all.get(row).userAttributes();
  }

  @Override
  public int[] history(int row) {
    return all.get(row).history();
  }
}
