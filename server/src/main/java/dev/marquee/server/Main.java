package dev.marquee.server;

import dev.marquee.server.cli.MarqueeCommand;

/// The entry point of the command line.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(MarqueeCommand.run(arguments));
  }
}
