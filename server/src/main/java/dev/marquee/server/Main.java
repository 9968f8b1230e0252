package dev.marquee.server;

import dev.marquee.server.cli.MarqueeCommand;

/// The entry point of the command line.
public final class Main {

  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  public static void main(String[] arguments) {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "%1$tF %1$tT %4$s %5$s%6$s%n"); // one line per record, not two
    }
    System.exit(MarqueeCommand.run(arguments));
  }
}
