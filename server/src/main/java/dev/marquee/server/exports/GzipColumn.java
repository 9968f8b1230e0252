package dev.marquee.server.exports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// The pages of one column in one row group, held compressed until the row group is written.
///
/// Uses gzip because the JDK includes it; zstd would need native code for every platform. Every
/// page has a checksum.
final class GzipColumn implements PageWriter {
  /// The minimum overhead of a page in bytes: its header and the compression format.
  private static final int PAGE_OVERHEAD = 64;

  private final ColumnDescriptor column;
  private final Set<org.apache.parquet.format.Encoding> encodings =
      EnumSet.noneOf(org.apache.parquet.format.Encoding.class);
  private final Statistics<?> statistics;
  private final List<byte[]> pages = new ArrayList<>();
  private byte[] dictionary = {};
  private long values;
  private long bytes;
  private long uncompressedBytes;

  GzipColumn(ColumnDescriptor column) {
    this.column = column;
    statistics = Statistics.createStats(column.getPrimitiveType());
  }

  @Override
  public void writePage(
      BytesInput page,
      int valueCount,
      int rowCount,
      Statistics<?> ofPage,
      SizeStatistics sizes,
      GeospatialStatistics places,
      Encoding repetition,
      Encoding definition,
      Encoding encoding)
      throws IOException {
    var header =
        new PageHeader(PageType.DATA_PAGE, 0, 0)
            .setData_page_header(
                new DataPageHeader(valueCount, used(encoding), used(definition), used(repetition)));
    pages.add(compressed(page, header));
    values += valueCount;
    statistics.mergeStatistics(ofPage);
  }

  @Override
  public void writeDictionaryPage(DictionaryPage page) throws IOException {
    var header =
        new PageHeader(PageType.DICTIONARY_PAGE, 0, 0)
            .setDictionary_page_header(
                new DictionaryPageHeader(page.getDictionarySize(), used(page.getEncoding())));
    dictionary = compressed(page.getBytes(), header);
  }

  private org.apache.parquet.format.Encoding used(Encoding encoding) {
    var used = org.apache.parquet.format.Encoding.valueOf(encoding.name());
    encodings.add(used);
    return used;
  }

  private byte[] compressed(BytesInput page, PageHeader header) throws IOException {
    var gzipped = new ByteArrayOutputStream((int) (page.size() / 2) + PAGE_OVERHEAD);
    try (var gzip = new Gzip(gzipped)) {
      page.writeAllTo(gzip);
    }
    byte[] body = gzipped.toByteArray();
    var checksum = new CRC32();
    checksum.update(body);
    var whole = new ByteArrayOutputStream(body.length + PAGE_OVERHEAD);
    Util.writePageHeader(
        header
            .setUncompressed_page_size(Math.toIntExact(page.size()))
            .setCompressed_page_size(body.length)
            .setCrc((int) checksum.getValue()),
        whole);
    long headerBytes = whole.size();
    whole.writeBytes(body);
    bytes += whole.size();
    uncompressedBytes += headerBytes + page.size();
    return whole.toByteArray();
  }

  /// Writes the dictionary and then the pages, and returns their positions.
  ///
  /// @param at the current position of `out` in the file
  ColumnChunk writeTo(OutputStream out, long at) throws IOException {
    out.write(dictionary);
    for (byte[] page : pages) {
      out.write(page);
    }
    var about =
        new ColumnMetaData(
            type(column.getPrimitiveType().getPrimitiveTypeName()),
            List.copyOf(encodings),
            List.of(column.getPath()),
            CompressionCodec.GZIP,
            values,
            uncompressedBytes,
            bytes,
            at + dictionary.length);
    if (dictionary.length > 0) {
      about.setDictionary_page_offset(at);
    }
    if (isWholeNumber() && statistics.hasNonNullValue()) {
      about.setStatistics(
          new org.apache.parquet.format.Statistics()
              .setMin_value(statistics.getMinBytes())
              .setMax_value(statistics.getMaxBytes()));
    }
    return new ColumnChunk(0).setMeta_data(about);
  }

  /// Whether the column gets min/max statistics, which let a reader skip row groups: only integers
  /// and times. Bounds of strings can be long, and those of floats have special rules for NaN and
  /// zeros.
  private boolean isWholeNumber() {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64 -> true;
      default -> false;
    };
  }

  static Type type(PrimitiveTypeName name) {
    return name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
  }

  long bytes() {
    return bytes;
  }

  long uncompressedBytes() {
    return uncompressedBytes;
  }

  @Override
  public long getMemSize() {
    return bytes;
  }

  @Override
  public long allocatedSize() {
    return bytes;
  }

  @Override
  public String memUsageString(String prefix) {
    return "%s %s: %d bytes".formatted(prefix, column, bytes);
  }

  @Deprecated
  @Override
  public void writePage(
      BytesInput page,
      int valueCount,
      Statistics<?> ofPage,
      Encoding repetition,
      Encoding definition,
      Encoding encoding) {
    throw new UnsupportedOperationException("pages must come with their number of rows");
  }

  @Override
  public void writePage(
      BytesInput page,
      int valueCount,
      int rowCount,
      Statistics<?> ofPage,
      Encoding repetition,
      Encoding definition,
      Encoding encoding)
      throws IOException {
    writePage(page, valueCount, rowCount, ofPage, null, null, repetition, definition, encoding);
  }

  @Override
  public void writePageV2(
      int rowCount,
      int nullCount,
      int valueCount,
      BytesInput repetition,
      BytesInput definition,
      Encoding encoding,
      BytesInput page,
      Statistics<?> ofPage) {
    throw new UnsupportedOperationException(
        "only version 1 pages are written, which every reader supports");
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, 1 << 13);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
