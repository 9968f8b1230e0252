package dev.marquee.server.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Real data sets, where they are: below the folder that the system property `marquee.data` or the
/// environment variable `MARQUEE_DATA` names, or below `shared/data` beside the project.
public final class DataSets {

  private DataSets() {}

  public static Optional<Path> folder(String name) {
    return Stream.of(
            System.getProperty("marquee.data"),
            System.getenv("MARQUEE_DATA"),
            "../shared/data",
            "../../shared/data")
        .filter(root -> root != null)
        .map(root -> Path.of(root, name))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
