package dev.marquee.server.imports;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.Progress;
import dev.marquee.server.data.ImportException;
import dev.marquee.testkit.MemoryLog;
import dev.marquee.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKindTest {

  private static final byte[] TABLE = "id,title\nv1,Cat\nv2,Dog\n".getBytes(UTF_8);

  @TempDir private Path folder;
  private final MemoryLog log = new MemoryLog();

  @Test
  void whatIsNoTextIsCalledWhatItIs(@Seed Random random) throws IOException {
    byte[] noise = new byte[2_000];
    random.nextBytes(noise);
    refused(join("PAR1", noise), "is a Parquet file: write it as CSV or JSON lines");
    refused(join("%PDF-1.7", noise), "is a PDF document: export the table as CSV");
    refused(zip("videos.csv"), "is a zip archive: unpack it first");
    refused(zip("[Content_Types].xml"), "is an Excel or Office file: save the sheet as CSV");
    refused(zip("xl/workbook.xml"), "is an Excel or Office file: save the sheet as CSV");
    refused(
        "\uFEFF\n <!DOCTYPE html><title>Sign in</title>".getBytes(UTF_8),
        "is an HTML page, perhaps an error or a login page: download the data itself");
    refused("<?xml version=\"1.0\"?><rss/>".getBytes(UTF_8), "is an XML document: ");
    refused(join("SQLite format 3\0", noise), "is a SQLite database: export the table as CSV");
    refused(join("BZh9", noise), "is packed with bzip2: unpack it first, or pack it with gzip");
    refused(
        join("version https://git-lfs.github.com/spec/v1\n", new byte[0]), "run 'git lfs pull'");
    refused(hex("28b52ffd"), "is packed with zstd: unpack it first, or pack it with gzip");
    refused(hex("d0cf11e0a1b11ae1"), "is an old Excel or Office file: save the sheet as CSV");
    refused(gzip(gzip(TABLE)), "is packed with gzip twice: unpack it once");
    refused(gzip(zip("a")), "is a zip archive: unpack it first");
    refused(new byte[5_000], "is a binary file, no text: write it as CSV or JSON lines");
    refused(
        new String(TABLE, UTF_8).getBytes(UTF_16LE),
        "is text in UTF-16 without a byte order mark: save it as UTF-8");
    refused(
        ("\uFEFF" + new String(TABLE, UTF_8)).getBytes(Charset.forName("UTF-32LE")),
        "is text in UTF-32: save it as UTF-8");
    refused(tar(), "is a tar archive: unpack it first");
  }

  @Test
  void gzipThatIsCutOffOrDamagedSaysSo() throws IOException {
    byte[] whole = gzip(TABLE);
    for (int length = 2; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "its gzip data end too early: it was cut off");
    }
    byte[] flipped = whole.clone();
    flipped[whole.length - 6] ^= 1;
    refused(flipped, "its gzip data are damaged (");
  }

  @Test
  void gzipInPartsIsReadWholeOrRefused() throws IOException {
    byte[] first = gzip(TABLE);
    byte[] second = gzip("v3,Fox\n".getBytes(UTF_8));
    byte[] both = concat(first, second);
    assertThat(run(both).events().appended()).isEqualTo(3);
    byte[] damaged = both.clone();
    damaged[first.length] ^= 1;
    refused(damaged, "its gzip data are followed by something else, or a later part is damaged");
  }

  private void refused(byte[] bytes, String why) throws IOException {
    long before = log.end(0);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> run(bytes))
        .withMessageStartingWith(folder.resolve("file") + ": ")
        .withMessageContaining(why)
        .withMessageNotContaining("null");
    Path file = folder.resolve("file");
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(
            () ->
                new EventsImport(log, new BadLines(9, line -> {}), Progress.NONE)
                    .run(List.of(file)))
        .withMessageContaining(why);
    assertThat(log.end(0)).isEqualTo(before);
  }

  private ImportSummary run(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file"), bytes);
    return new VideosImport(
            CatalogTarget.of(log),
            new BadLines(9, line -> {}),
            Progress.NONE,
            InstantSource.system())
        .run(file, VideosImport.Options.defaults())
        .summary();
  }

  private static byte[] zip(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(TABLE);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() {
    byte[] bytes = Arrays.copyOf("videos.csv".getBytes(UTF_8), 1_024);
    System.arraycopy("ustar".getBytes(UTF_8), 0, bytes, 257, 5);
    return bytes;
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private static byte[] hex(String start) {
    return Arrays.copyOf(HexFormat.of().parseHex(start), 100);
  }

  private static byte[] join(String start, byte[] rest) {
    return concat(start.getBytes(UTF_8), rest);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
