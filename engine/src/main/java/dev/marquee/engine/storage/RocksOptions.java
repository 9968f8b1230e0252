package dev.marquee.engine.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;

/// The options of RocksDB, for a machine of two cores that it shares with the recommender. Owns the
/// native objects of the options and frees them on close.
final class RocksOptions implements AutoCloseable {

  private static final long MB = 1 << 20;

  /// Cache of blocks, indexes and filters of all families.
  private static final long CACHE_BYTES = 96 * MB;

  /// Limit of all memtables, over all families.
  private static final long WRITE_BUFFER_BYTES = 96 * MB;

  /// Limit of the write-ahead log, which a start may have to replay.
  private static final long WAL_BYTES = 256 * MB;

  private static final double BLOOM_BITS_PER_KEY = 10;

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();
  private final Statistics statistics = own(new Statistics());
  private final Cache cache = own(new LRUCache(CACHE_BYTES));
  private final BloomFilter bloom = own(new BloomFilter(BLOOM_BITS_PER_KEY));

  RocksOptions() {
    statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
  }

  Statistics statistics() {
    return statistics;
  }

  /// For the one process that writes.
  DBOptions ofWriter() {
    return own(new DBOptions())
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setStatistics(statistics)
        .setDbWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxTotalWalSize(WAL_BYTES)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(MB)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MB)
        .setKeepLogFileNum(3)
        .setStatsDumpPeriodSec(0);
  }

  /// For a process that reads at the same time: it must keep files open that the writer deletes.
  DBOptions ofReader() {
    return own(new DBOptions())
        .setMaxOpenFiles(-1)
        .setStatistics(statistics)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setStatsDumpPeriodSec(0);
  }

  /// Large values, written once in the order of their keys and read by scans.
  ColumnFamilyOptions ofLog() {
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(32 * MB)
        .setCompressionType(CompressionType.ZSTD_COMPRESSION)
        .setTableFormatConfig(table().setBlockSize(64 << 10));
  }

  /// Small values by hash, mostly looked up once, before they exist. Hashes do not compress.
  ColumnFamilyOptions ofIds() {
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(16 * MB)
        .setMemtablePrefixBloomSizeRatio(0.1)
        .setMemtableWholeKeyFiltering(true)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setTableFormatConfig(
            table()
                .setFilterPolicy(bloom)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setPinTopLevelIndexAndFilter(true));
  }

  /// States, read by key.
  ColumnFamilyOptions ofStates() {
    return own(new ColumnFamilyOptions())
        .setWriteBufferSize(32 * MB)
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(table().setFilterPolicy(bloom));
  }

  /// A few small entries.
  ColumnFamilyOptions ofFew() {
    return own(new ColumnFamilyOptions()).setWriteBufferSize(MB).setTableFormatConfig(table());
  }

  private BlockBasedTableConfig table() {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  private <T extends AbstractNativeReference> T own(T options) {
    owned.push(options);
    return options;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
