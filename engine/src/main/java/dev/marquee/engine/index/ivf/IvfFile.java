package dev.marquee.engine.index.ivf;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.Metric;
import dev.marquee.engine.index.VectorSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// The file format of an index, which is opened by mapping it into memory.
///
/// Little-endian: a header of 4 KB, the directory (scales, covariance, centroids, spreads, and the
/// length, greatest scale, position and checksum of each list), and the lists in their memory
/// layout, each aligned to 64 bytes. Header and directory are checked when the file is opened, a
/// list before it is first read.
final class IvfFile {

  private static final long MAGIC = 0x3146_5649_514D_5289L; // the bytes 0x89 "RMQIVF1"
  private static final int VERSION = 3;
  private static final int HEADER = 4096;
  private static final int MAX_NAME = 1024;
  private static final int ENTRY = Integer.BYTES + Float.BYTES + Long.BYTES + Integer.BYTES;

  private IvfFile() {}

  /// Writes an index to a temporary file and then replaces the file atomically.
  ///
  /// @param now the time whose live vectors are written, regardless of concurrent writes
  static void write(Path file, String model, IndexSettings settings, IvfLists lists, long now)
      throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteWriter directory = directory(lists);
      int directoryBytes = directoryBytes(settings, lists);
      long at = (long) HEADER + directoryBytes;
      int size = 0;
      for (int list = 0; list < lists.size(); list++) {
        VectorList vectors = lists.list(list).alive(now);
        size += vectors.count();
        directory.int32(vectors.count());
        directory.float32(vectors.widest());
        directory.int64(at);
        var checksum = new CRC32C();
        channel.position(at);
        for (MemorySegment part : vectors.parts()) {
          byte[] bytes = part.toArray(ValueLayout.JAVA_BYTE);
          checksum.update(bytes);
          writeAll(channel, ByteBuffer.wrap(bytes));
          // Whole blocks, so the next part is aligned to 64 bytes as well.
          at += part.byteSize();
        }
        directory.int32((int) checksum.getValue());
      }
      directory.padTo(directoryBytes - Integer.BYTES);
      directory.seal();
      channel.position(0);
      writeAll(channel, header(model, settings, lists, size, directoryBytes, at));
      writeAll(channel, directory);
      channel.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ByteWriter header(
      String model, IndexSettings settings, IvfLists lists, int size, int directory, long bytes) {
    byte[] name = model.getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME) {
      throw new IllegalArgumentException(
          "a model's name takes at most %d bytes, was %d".formatted(MAX_NAME, name.length));
    }
    ByteWriter header = ByteWriter.littleEndian();
    header.int64(MAGIC);
    header.int32(VERSION);
    header.int32(name.length);
    header.bytes(name);
    header.int32(settings.dimension());
    header.int32(settings.space().metric() == Metric.COSINE ? 1 : 0);
    header.float64(settings.recall());
    header.int32(settings.exactBelow());
    header.int32(settings.keepVectors() ? 1 : 0);
    header.int32(settings.space().biased() ? 1 : 0);
    header.int64(settings.seed());
    header.int32(lists.size());
    header.int32(size);
    header.float32(lists.maxQuantizationError());
    float[] deviations = lists.policy().deviations();
    header.int32(deviations.length);
    header.floats(deviations);
    header.int32(directory);
    header.int64(bytes);
    header.padTo(HEADER - Integer.BYTES);
    header.seal();
    return header;
  }

  /// Padded, so that the lists after the directory are aligned to 64 bytes.
  private static int directoryBytes(IndexSettings settings, IvfLists lists) {
    int d = settings.dimension();
    long bytes =
        (d + (long) d * d + lists.size() * (d + 1L)) * Float.BYTES
            + lists.size() * (long) ENTRY
            + Integer.BYTES;
    return Math.toIntExact(Math.ceilDiv(bytes, BLOCK) * BLOCK);
  }

  /// The part of the directory that is known before the lists are written.
  private static ByteWriter directory(IvfLists lists) {
    ByteWriter directory = ByteWriter.littleEndian();
    directory.floats(lists.residuals().scales());
    directory.floats(lists.residuals().covariance());
    directory.floats(lists.centroids());
    directory.floats(lists.spreads());
    return directory;
  }

  /// The contents of a file.
  record Content(String model, IndexSettings settings, IvfLists lists, int size) {}

  /// Opens a file in time proportional to its directory.
  ///
  /// @param threads of the returned settings
  static Content open(Path file, int threads) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteReader header = read(channel, 0, HEADER, file, "header");
      if (header.int64() != MAGIC) {
        throw new CorruptIndexException(file + " is not a vector index");
      }
      int version = header.int32();
      if (version != VERSION) {
        throw new CorruptIndexException(
            "%s is of version %d, expected %d: rebuild it".formatted(file, version, VERSION));
      }
      checkSeal(header, file, "header");
      byte[] name = header.bytes(header.int32());
      int d = header.int32();
      Metric metric = header.int32() == 1 ? Metric.COSINE : Metric.INNER_PRODUCT;
      double recall = header.float64();
      int exactBelow = header.int32();
      boolean keeps = header.int32() == 1;
      boolean biased = header.int32() == 1;
      long seed = header.int64();
      int listCount = header.int32();
      int size = header.int32();
      float maxError = header.float32();
      float[] deviations = header.floats(header.int32());
      int directoryBytes = header.int32();
      long bytes = header.int64();
      if (channel.size() != bytes) {
        throw new CorruptIndexException(
            "%s has %,d bytes, expected %,d: it was truncated or extended"
                .formatted(file, channel.size(), bytes));
      }
      ByteReader directory = read(channel, HEADER, directoryBytes, file, "directory");
      checkSeal(directory, file, "directory");
      var residuals = new ResidualStatistics(directory.floats(d), directory.floats(d * d));
      var lists =
          new IvfLists(residuals, directory.floats(listCount * d), directory.floats(listCount));
      lists.probe(deviations.length == 0 ? ProbePolicy.EVERYTHING : new ProbePolicy(deviations));
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
      var mapped = new VectorList[listCount];
      for (int list = 0; list < listCount; list++) {
        int count = directory.int32();
        float widest = directory.float32();
        long at = directory.int64();
        int checksum = directory.int32();
        mapped[list] =
            VectorList.mapped(all, at, count, d, keeps, widest, checker(checksum, file, list));
      }
      lists.fill(mapped, maxError);
      var settings =
          new IndexSettings(
              new VectorSpace(d, metric, biased), recall, exactBelow, keeps, threads, seed);
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
                "%s: list %d is damaged: rebuild the index".formatted(file, list)));
      }
    };
  }

  private static ByteReader read(FileChannel channel, long at, int bytes, Path file, String what)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new CorruptIndexException(
            "%s ends within its %s, after %d of %d bytes"
                .formatted(file, what, buffer.position(), bytes));
      }
    }
    return ByteReader.littleEndian(buffer.array());
  }

  private static void checkSeal(ByteReader bytes, Path file, String what)
      throws CorruptIndexException {
    if (!bytes.isSealed()) {
      throw new CorruptIndexException(
          "%s: its %s is damaged: rebuild the index".formatted(file, what));
    }
  }

  private static void writeAll(FileChannel channel, ByteWriter written) throws IOException {
    writeAll(channel, ByteBuffer.wrap(written.array(), 0, written.size()));
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
