package dev.marquee.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command line that ran in this process, and what it printed.
record Ran(int exit, String out, String err) {

  static Ran marquee(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int exit = MarqueeCommand.run(arguments);
      return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
  }

  /// One that must have done what it was asked.
  Ran done() {
    assertThat(exit).as("%s%n%s", out, err).isZero();
    return this;
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /// The last line of standard output, which must be one JSON object.
  JsonNode json() {
    JsonNode json = JsonMapper.shared().readTree(lines().getLast());
    assertThat(json.isObject()).as(out).isTrue();
    return json;
  }

  /// The JSON's figures, all of which must be numbers.
  JsonNode metrics() {
    JsonNode metrics = json().get("metrics");
    assertThat(metrics.values()).as(out).allMatch(JsonNode::isNumber);
    return metrics;
  }
}
