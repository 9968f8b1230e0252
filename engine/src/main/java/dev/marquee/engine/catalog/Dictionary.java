package dev.marquee.engine.catalog;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// Names and their dense ordinals, numbered from 0 in the order of first appearance.
///
/// Append-only. One thread writes, any thread reads: a reader finds every name whose ordinal it can
/// have seen.
public final class Dictionary {

  private final ConcurrentHashMap<String, Integer> ordinals = new ConcurrentHashMap<>();
  private volatile String[] names = new String[16];
  private volatile int[] hashes = new int[16];
  private volatile int size;

  /// The ordinal of `name`, or -1 if it has none.
  public int find(String name) {
    Integer ordinal = ordinals.get(name);
    return ordinal == null ? -1 : ordinal;
  }

  /// The ordinal of `name`, which gets one if it has none. Only for the writing thread.
  public int ordinal(String name) {
    int found = find(name);
    if (found >= 0) {
      return found;
    }
    int next = size;
    if (next == names.length) {
      names = Arrays.copyOf(names, 2 * next);
      hashes = Arrays.copyOf(hashes, 2 * next);
    }
    hashes[next] = name.hashCode();
    names[next] = name;
    size = next + 1;
    ordinals.put(name, next);
    return next;
  }

  public String name(int ordinal) {
    return names[ordinal];
  }

  /// `name(ordinal).hashCode()`, without reading the name.
  public int hash(int ordinal) {
    return hashes[ordinal];
  }

  public int size() {
    return size;
  }
}
