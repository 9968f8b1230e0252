import java.util.spi.ToolProvider;

/// Checks, or writes, the format of the Java files below a folder with google-java-format.
///
/// The build runs it with google-java-format on the class path: `Format.java check|write FOLDER`.
void main(String... args) throws IOException {
  var check = List.of("--dry-run", "--set-exit-if-changed");
  var options = new ArrayList<>(args[0].equals("write") ? List.of("--replace") : check);
  var folder = Path.of(args[1]);
  if (!Files.isDirectory(folder)) {
    return;
  }
  try (var files = Files.walk(folder)) {
    files.map(Path::toString).filter(file -> file.endsWith(".java")).sorted().forEach(options::add);
  }
  var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  if (formatter.run(System.out, System.err, options.toArray(String[]::new)) != 0) {
    System.err.println("not as google-java-format writes it: the files above. To format all:");
    System.err.println("  mvn -q -Pformat process-sources");
    System.exit(1);
  }
}
