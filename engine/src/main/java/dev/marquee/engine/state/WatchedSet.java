package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.filters.bloomfilter.BloomFilter;
import org.apache.datasketches.filters.bloomfilter.BloomFilterBuilder;

/// The videos that one user has watched, by the hashes of their ids.
///
/// Exact for the first [#EXACT]; then a chain of Bloom filters, each with twice the capacity of the
/// one before and half its false positive rate, so that the total rate stays below
/// [#FALSE_POSITIVES]. Nothing is removed. Not safe for use by many threads, but a [#copy] may be
/// read while the original changes.
final class WatchedSet implements UserFact {

  static final Kind<WatchedSet> KIND =
      new Kind<>(
              "watched set",
              1,
              "All videos that the user completed, watched as a positive or refused long ago: 64"
                  + " exactly, the rest in Bloom filters with less than 1 % false positives.",
              WatchedSet.class,
              WatchedSet::new,
              WatchedSet::read)
          .onChange(Change.Completed.class, WatchedSet::add)
          .onChange(Change.BecamePositive.class, WatchedSet::add)
          .onChange(Change.CompletedBefore.class, WatchedSet::add)
          .onChange(Change.RefusedLongAgo.class, WatchedSet::add);

  /// The number of videos that are stored exactly.
  static final int EXACT = 64;

  /// Maximum false positive rate of all filters together.
  static final double FALSE_POSITIVES = 0.01;

  private static final int FIRST_ROOM = 256;
  private static final long SEED = 9001;

  private long[] exact = new long[4];
  private int size;
  private List<BloomFilter> filters = List.of();
  private boolean shared;

  private void add(Change change, UserFold fold) {
    add(fold.videos().idHash(change.video()));
  }

  @Override
  public WatchedSet copy() {
    WatchedSet copy = new WatchedSet();
    copy.exact = exact.clone();
    copy.size = size;
    copy.filters = filters;
    copy.shared = true;
    shared = true;
    return copy;
  }

  boolean contains(long idHash) {
    for (int i = 0; i < Math.min(size, EXACT); i++) {
      if (exact[i] == idHash) {
        return true;
      }
    }
    for (BloomFilter filter : filters) {
      if (filter.query(idHash)) {
        return true;
      }
    }
    return false;
  }

  void add(long idHash) {
    if (contains(idHash)) {
      return;
    }
    if (size < EXACT) {
      if (size == exact.length) {
        exact = Arrays.copyOf(exact, 2 * size);
      }
      exact[size] = idHash;
    } else {
      filterWithRoom().update(idHash);
    }
    size++;
  }

  private BloomFilter filterWithRoom() {
    if (shared) {
      List<BloomFilter> own = new ArrayList<>();
      filters.forEach(filter -> own.add(read(filter.toByteArray())));
      filters = own;
      shared = false;
    }
    int inFilters = size - EXACT;
    int room = 0;
    for (int i = 0; i < filters.size(); i++) {
      room += FIRST_ROOM << i;
    }
    if (inFilters == room) {
      filters = new ArrayList<>(filters);
      filters.add(
          BloomFilterBuilder.createByAccuracy(
              (long) FIRST_ROOM << filters.size(), FALSE_POSITIVES / (2 << filters.size()), SEED));
    }
    return filters.getLast();
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.varint(size);
    for (int i = 0; i < Math.min(size, EXACT); i++) {
      out.int64(exact[i]);
    }
    out.varint(filters.size());
    filters.forEach(filter -> out.block(filter.toByteArray()));
  }

  static WatchedSet read(ByteReader in, VideoTable videos) {
    WatchedSet read = new WatchedSet();
    read.size = in.varint();
    read.exact = new long[Math.clamp(read.size, 4, EXACT)];
    for (int i = 0; i < Math.min(read.size, EXACT); i++) {
      read.exact[i] = in.int64();
    }
    int filters = in.varint();
    read.filters = new ArrayList<>();
    for (int i = 0; i < filters; i++) {
      read.filters.add(read(in.block()));
    }
    return read;
  }

  private static BloomFilter read(byte[] bytes) {
    return BloomFilter.heapify(java.lang.foreign.MemorySegment.ofArray(bytes));
  }
}
