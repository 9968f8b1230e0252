import java.util.spi.ToolProvider;

/// Checks, or writes, the format of all Java files below a folder with google-java-format.
///
/// The build runs it with google-java-format on the class path: `Format.java check|write FOLDER`.
void main(String... args) throws IOException {
  var check = List.of("--dry-run", "--set-exit-if-changed");
  var options = new ArrayList<>(args[0].equals("write") ? List.of("--replace") : check);
  addJavaFiles(Path.of(args[1]), options);
  var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  if (formatter.run(System.out, System.err, options.toArray(String[]::new)) != 0) {
    System.err.println("The files above are not formatted. This formats all:");
    System.err.println("  mvn -q -Pformat process-sources");
    System.exit(1);
  }
}

void addJavaFiles(Path folder, List<String> files) throws IOException {
  try (var children = Files.newDirectoryStream(folder)) {
    for (var child : children) {
      var name = child.getFileName().toString();
      if (Files.isDirectory(child) && !name.equals("target") && !name.equals(".git")) {
        addJavaFiles(child, files);
      } else if (name.endsWith(".java")) {
        files.add(child.toString());
      }
    }
  }
}
