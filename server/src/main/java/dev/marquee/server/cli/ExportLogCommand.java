package dev.marquee.server.cli;

import dev.marquee.engine.Offline;
import dev.marquee.server.exports.LineFile;
import dev.marquee.server.exports.LogExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `marquee export videos`, `users` and `events`: what was put in, as the importers read it.
abstract class ExportLogCommand implements Runnable {

  @Parameters(
      paramLabel = "FILE",
      description = "the file to write, in place of what is there; packed where it ends with .gz")
  private Path file;

  @Mixin private DataOptions common;

  /// Writes all lines and notes what was lost.
  abstract void write(LogExport export, LineFile to, Report report);

  @Override
  public final void run() {
    long start = System.nanoTime();
    var report = new Report(System.out).fact("file", file.toString());
    try (ConsoleProgress progress = new ConsoleProgress();
        Offline offline = common.offline(progress);
        LineFile to = LineFile.create(file)) {
      write(new LogExport(offline.log(), progress), to, report);
      to.finish();
      report.metric("rows", (double) to.lines()).metric("bytes", (double) Files.size(file));
    } catch (IOException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw failed(e.getCause());
    }
    report.took("export", start).print().json(common.json);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write '%s': %s".formatted(file, e), e);
  }
}
