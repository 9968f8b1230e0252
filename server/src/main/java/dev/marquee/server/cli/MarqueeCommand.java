package dev.marquee.server.cli;

import dev.marquee.engine.events.ConflictingEventException;
import dev.marquee.engine.storage.DataDirectoryFormatException;
import dev.marquee.engine.storage.DataDirectoryInUseException;
import dev.marquee.engine.storage.DataDirectoryMissingException;
import dev.marquee.server.data.ImportException;
import dev.marquee.server.http.PortInUseException;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `marquee`: events and videos in, a personal feed out.
@Command(
    name = "marquee",
    description = "A self-hosted video recommendation engine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ExportCommand.class,
      ModelsCommand.class,
      ReproduceCommand.class,
      SettingsCommand.class,
    },
    footer = {
      "",
      "Start with 'marquee demo'. 'marquee COMMAND --help' shows the options of a command.",
      "Exit codes: 0 done, 2 wrong usage or bad input, 1 anything else."
    })
public final class MarqueeCommand implements Runnable {

  @Spec private CommandSpec spec;

  /// Runs a command line and returns its exit code.
  public static int run(String... arguments) {
    return new CommandLine(new MarqueeCommand())
        .registerConverter(Instant.class, Times::parse)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(MarqueeCommand::failed)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("marquee: " + message(failure));
    if (!isInput(failure) && !(failure instanceof PortInUseException)) {
      if (System.getenv("MARQUEE_DEBUG") != null) {
        failure.printStackTrace(command.getErr());
      } else {
        command.getErr().println("(MARQUEE_DEBUG=1 shows where)");
      }
    }
    return isInput(failure) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /// Whether the user can fix the failure by changing the input.
  private static boolean isInput(Exception failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof ImportException
        || failure instanceof ConflictingEventException
        || failure instanceof DataDirectoryMissingException
        || failure instanceof DataDirectoryInUseException
        || failure instanceof DataDirectoryFormatException;
  }
}
