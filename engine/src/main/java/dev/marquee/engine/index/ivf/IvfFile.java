package dev.marquee.engine.index.ivf;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.index.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// One file of an index, which is opened by mapping it into memory.
///
/// Little-endian: a header of 4 KB, the directory (scales, covariance, centroids, spreads, and of
/// each list its length, greatest scale, place and checksum), and the lists, each at a multiple of
/// 64 bytes as it stands in memory. Header and directory are checked when the file is opened, a
/// list before it is first read.
final class IvfFile {

  private static final long MAGIC = 0x3146_5649_514D_5289L; // the bytes 0x89 "RMQIVF1"
  private static final int VERSION = 3;
  private static final int HEADER = 4096;
  private static final int MOST_NAME = 1024;
  private static final int ENTRY = Integer.BYTES + Float.BYTES + Long.BYTES + Integer.BYTES;

  private IvfFile() {}

  /// Writes an index beside the file and then puts it in its place, whole.
  ///
  /// @param now what is alive then is written, whatever comes or goes meanwhile
  static void write(Path file, String model, IvfSettings settings, IvfLists lists, long now)
      throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer directory = directory(settings, lists);
      long at = (long) HEADER + directory.limit();
      int size = 0;
      for (int list = 0; list < lists.size(); list++) {
        VectorList vectors = lists.list(list).alive(now);
        size += vectors.count();
        directory.putInt(vectors.count()).putFloat(vectors.widest()).putLong(at);
        var checksum = new CRC32C();
        channel.position(at);
        for (MemorySegment part : vectors.parts()) {
          byte[] bytes = part.toArray(ValueLayout.JAVA_BYTE);
          checksum.update(bytes);
          writeAll(channel, ByteBuffer.wrap(bytes));
          // Whole blocks, so the next part stands at a multiple of 64 as well.
          at += part.byteSize();
        }
        directory.putInt((int) checksum.getValue());
      }
      seal(directory);
      channel.position(0);
      writeAll(channel, header(model, settings, lists, size, directory.limit(), at));
      writeAll(channel, directory.rewind());
      channel.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ByteBuffer header(
      String model, IvfSettings settings, IvfLists lists, int size, int directory, long bytes) {
    byte[] name = model.getBytes(StandardCharsets.UTF_8);
    if (name.length > MOST_NAME) {
      throw new IllegalArgumentException(
          "a model's name takes at most %d bytes, was %d".formatted(MOST_NAME, name.length));
    }
    ByteBuffer header = buffer(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(name.length).put(name);
    header.putInt(settings.dimension()).putInt(settings.metric() == Metric.COSINE ? 1 : 0);
    header.putDouble(settings.recall()).putInt(settings.exactBelow());
    header.putInt(settings.keepVectors() ? 1 : 0).putInt(settings.biased() ? 1 : 0);
    header.putLong(settings.seed());
    header.putInt(lists.size()).putInt(size).putFloat(lists.loosest());
    ProbePolicy reach = lists.reach();
    header.putInt(reach.spreads().length);
    put(header, reach.spreads());
    header.putInt(directory).putLong(bytes);
    header.position(HEADER - Integer.BYTES);
    seal(header);
    return header.rewind();
  }

  /// With what is known before the lists are written.
  private static ByteBuffer directory(IvfSettings settings, IvfLists lists) {
    int d = settings.dimension();
    long bytes =
        (d + (long) d * d + lists.size() * (d + 1L)) * Float.BYTES
            + lists.size() * (long) ENTRY
            + Integer.BYTES;
    // The lists after it begin at a multiple of 64.
    ByteBuffer directory = buffer(Math.toIntExact(Math.ceilDiv(bytes, BLOCK) * BLOCK));
    put(directory, lists.scatter().scales());
    put(directory, lists.scatter().covariance());
    put(directory, lists.centroids());
    put(directory, lists.spreads());
    return directory;
  }

  /// What a file holds.
  record Content(String model, IvfSettings settings, IvfLists lists, int size) {}

  /// Opens a file in time proportional to its directory.
  ///
  /// @param threads for the settings
  static Content open(Path file, int threads) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = read(channel, 0, HEADER, file, "header");
      if (header.getLong() != MAGIC) {
        throw new CorruptIndexException(file + " is no vector index");
      }
      int version = header.getInt();
      if (version != VERSION) {
        throw new CorruptIndexException(
            "%s is of version %d, expected %d: build it anew".formatted(file, version, VERSION));
      }
      checkSeal(header, file, "header");
      byte[] name = new byte[header.getInt()];
      header.get(name);
      int d = header.getInt();
      Metric metric = header.getInt() == 1 ? Metric.COSINE : Metric.INNER_PRODUCT;
      double recall = header.getDouble();
      int exactBelow = header.getInt();
      boolean keeps = header.getInt() == 1;
      boolean biased = header.getInt() == 1;
      long seed = header.getLong();
      int many = header.getInt();
      int size = header.getInt();
      float loosest = header.getFloat();
      float[] spreads = floats(header, header.getInt());
      int directoryBytes = header.getInt();
      long bytes = header.getLong();
      if (channel.size() != bytes) {
        throw new CorruptIndexException(
            "%s has %,d bytes, expected %,d: it was cut off or added to"
                .formatted(file, channel.size(), bytes));
      }
      ByteBuffer directory = read(channel, HEADER, directoryBytes, file, "directory");
      checkSeal(directory, file, "directory");
      var scatter = new ResidualStatistics(floats(directory, d), floats(directory, d * d));
      var lists = new IvfLists(scatter, floats(directory, many * d), floats(directory, many));
      lists.reach(spreads.length == 0 ? ProbePolicy.EVERYTHING : new ProbePolicy(spreads));
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
      var mapped = new VectorList[many];
      for (int list = 0; list < many; list++) {
        int count = directory.getInt();
        float widest = directory.getFloat();
        long at = directory.getLong();
        int checksum = directory.getInt();
        mapped[list] =
            VectorList.mapped(all, at, count, d, keeps, widest, checker(checksum, file, list));
      }
      lists.fill(mapped, loosest);
      var settings = new IvfSettings(d, metric, recall, exactBelow, keeps, biased, threads, seed);
      return new Content(new String(name, StandardCharsets.UTF_8), settings, lists, size);
    }
  }

  private static VectorList.Checker checker(int expected, Path file, int list) {
    return parts -> {
      var checksum = new CRC32C();
      for (MemorySegment part : parts) {
        checksum.update(part.asByteBuffer());
      }
      if ((int) checksum.getValue() != expected) {
        throw new UncheckedIOException(
            new CorruptIndexException(
                "%s: list %d is damaged: build the index anew".formatted(file, list)));
      }
    };
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes, Path file, String what)
      throws IOException {
    ByteBuffer buffer = buffer(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new CorruptIndexException(
            "%s ends within its %s, after %d of %d bytes"
                .formatted(file, what, buffer.position(), bytes));
      }
    }
    return buffer.rewind();
  }

  /// Puts the checksum of all before its place at the end.
  private static void seal(ByteBuffer buffer) {
    buffer.putInt(buffer.limit() - Integer.BYTES, checksum(buffer));
  }

  private static void checkSeal(ByteBuffer buffer, Path file, String what)
      throws CorruptIndexException {
    if (checksum(buffer) != buffer.getInt(buffer.limit() - Integer.BYTES)) {
      throw new CorruptIndexException(
          "%s: its %s is damaged: build the index anew".formatted(file, what));
    }
  }

  /// Of all before its place.
  private static int checksum(ByteBuffer buffer) {
    var checksum = new CRC32C();
    checksum.update(buffer.slice(0, buffer.limit() - Integer.BYTES));
    return (int) checksum.getValue();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer buffer, float[] values) {
    for (float value : values) {
      buffer.putFloat(value);
    }
  }

  private static float[] floats(ByteBuffer buffer, int many) {
    float[] values = new float[many];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + many * Float.BYTES);
    return values;
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
