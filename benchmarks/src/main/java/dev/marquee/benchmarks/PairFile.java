package dev.marquee.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads gzipped lines of numbers, `user item item …`, the format of public benchmark data.
final class PairFile {

  private PairFile() {}

  /// Pairs of a user and an item, in the order of the file.
  static List<int[]> read(Path file) throws IOException {
    List<int[]> pairs = new ArrayList<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      reader
          .lines()
          .map(
              line -> Arrays.stream(line.strip().split(" +")).mapToInt(Integer::parseInt).toArray())
          .forEach(
              row -> {
                for (int i = 1; i < row.length; i++) {
                  pairs.add(new int[] {row[0], row[i]});
                }
              });
    }
    return pairs;
  }
}
