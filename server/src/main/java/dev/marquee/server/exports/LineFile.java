package dev.marquee.server.exports;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/// A file of lines, packed with gzip where its name ends with `.gz`. The same lines make the same
/// bytes.
///
/// The lines go to a file beside the target, which takes the target's place in [#finish]: a reader
/// never sees half a file, and what was at the target stays if anything fails before. For one
/// thread.
public final class LineFile implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path target;
  private final Path unfinished;
  private final FileChannel channel;
  private final OutputStream out;
  private long lines;

  private LineFile(Path target) throws IOException {
    this.target = target;
    unfinished =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".unfinished");
    channel = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    out =
        target.getFileName().toString().endsWith(".gz")
            ? new GZIPOutputStream(raw, BUFFER_BYTES)
            : raw;
  }

  /// Begins a file that will be at `target`, in place of what is there.
  public static LineFile create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new IllegalArgumentException(
          "'%s' is a folder, expected the name of a file in it".formatted(target));
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new IllegalArgumentException(
          "no folder '%s' for '%s': make it first"
              .formatted(absolute.getParent(), absolute.getFileName()));
    }
    return new LineFile(absolute);
  }

  /// Adds a line, which is given without its end.
  public void line(byte[] text) throws IOException {
    out.write(text);
    out.write('\n');
    lines++;
  }

  /// How many lines were added.
  public long lines() {
    return lines;
  }

  /// Makes the lines durable and puts the file in its place.
  public void finish() throws IOException {
    if (out instanceof GZIPOutputStream packed) {
      packed.finish();
    }
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(
        unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes what was written, unless the file is finished.
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
