package dev.marquee.engine.training.examples;

import dev.marquee.engine.events.Context;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// Training examples, stored in columns in log order: one per impression, with the features known
/// just before it and its outcome.
///
/// Needs about 500 bytes per example, and a history per positive watch of a user. Written by one
/// thread, then safe to read from many.
public final class Examples implements Rows {

  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MASK = CHUNK - 1;

  private static final byte CLICKED = 1;
  private static final byte COMPLETED = 2;
  private static final byte KNOWN = 4;

  /// The last history of each user, which most of the user's examples share.
  private final Map<String, int[]> histories = new HashMap<>();

  /// Interns contexts: there are few distinct ones, but each event has its own object.
  private final Map<Context, Context> contexts = new HashMap<>();

  private final List<Chunk> chunks = new ArrayList<>();
  private int size;

  private static final class Chunk {
    final float[] dense = new float[CHUNK * FeatureRows.DENSE];
    int[] hashed = new int[CHUNK * 32];
    final int[] starts = new int[CHUNK + 1];
    final String[] user = new String[CHUNK];
    final int[] video = new int[CHUNK];
    final Context[] context = new Context[CHUNK];
    final long[] at = new long[CHUNK];
    final int[] position = new int[CHUNK];
    final byte[] flags = new byte[CHUNK];
    final float[] watched = new float[CHUNK];
    final int[] userAttributes = new int[CHUNK];
    final int[][] history = new int[CHUNK][];
  }

  /// Adds an example without an outcome and returns its index.
  public int add(
      Rows rows, int row, String user, int video, Context context, long atMillis, int position) {
    int i = size & MASK;
    if (i == 0) {
      chunks.add(new Chunk());
    }
    Chunk chunk = chunks.getLast();
    System.arraycopy(
        rows.dense(row),
        rows.denseStart(row),
        chunk.dense,
        i * FeatureRows.DENSE,
        FeatureRows.DENSE);
    int length = rows.hashedEnd(row) - rows.hashedStart(row);
    int start = chunk.starts[i];
    if (start + length > chunk.hashed.length) {
      chunk.hashed = Arrays.copyOf(chunk.hashed, 2 * chunk.hashed.length + length);
    }
    System.arraycopy(rows.hashed(row), rows.hashedStart(row), chunk.hashed, start, length);
    chunk.starts[i + 1] = start + length;
    chunk.user[i] = user;
    chunk.video[i] = video;
    chunk.context[i] = contexts.computeIfAbsent(context, same -> same);
    chunk.at[i] = atMillis;
    chunk.position[i] = position;
    chunk.userAttributes[i] = rows.userAttributes(row);
    int[] history = rows.history(row);
    chunk.history[i] =
        histories.compute(
            user, (id, last) -> last != null && Arrays.equals(last, history) ? last : history);
    return size++;
  }

  /// The same impressions and outcomes with other features, to measure what features are worth.
  ///
  /// @param features a row for each example
  public Examples withFeatures(Rows features) {
    return with(i -> features, i -> i);
  }

  /// The same impressions and outcomes with features computed per example.
  ///
  /// @param rows returns rows for an example; the first one is used
  public Examples withFeatures(IntFunction<FeatureRows> rows) {
    return with(rows, i -> 0);
  }

  private Examples with(IntFunction<? extends Rows> rows, IntUnaryOperator row) {
    Examples copy = new Examples();
    for (int i = 0; i < size; i++) {
      int from = row.applyAsInt(i);
      copy.add(rows.apply(i), from, user(i), video(i), context(i), at(i), position(i));
      copy.chunk(i).flags[i & MASK] = chunk(i).flags[i & MASK];
      copy.chunk(i).watched[i & MASK] = chunk(i).watched[i & MASK];
    }
    return copy;
  }

  /// The same impressions with other outcomes, to train on another task.
  ///
  /// @param clicked by number of the example
  /// @param completed by number of the example
  public Examples withOutcomes(IntPredicate clicked, IntPredicate completed) {
    Examples copy = withFeatures(this);
    for (int i = 0; i < size; i++) {
      copy.chunk(i).flags[i & MASK] &= KNOWN;
      if (clicked.test(i)) {
        copy.click(i);
      }
      if (completed.test(i)) {
        copy.complete(i);
      }
    }
    return copy;
  }

  public void click(int example) {
    chunk(example).flags[example & MASK] |= CLICKED;
  }

  public void complete(int example) {
    chunk(example).flags[example & MASK] |= COMPLETED;
  }

  void close(int example) {
    chunk(example).flags[example & MASK] |= KNOWN;
  }

  /// Adds watch seconds and returns their sum.
  float watch(int example, float seconds) {
    return chunk(example).watched[example & MASK] += seconds;
  }

  private Chunk chunk(int example) {
    return chunks.get(example >> CHUNK_BITS);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public float[] dense(int example) {
    return chunk(example).dense;
  }

  @Override
  public int denseStart(int example) {
    return (example & MASK) * FeatureRows.DENSE;
  }

  @Override
  public int[] hashed(int example) {
    return chunk(example).hashed;
  }

  @Override
  public int hashedStart(int example) {
    return chunk(example).starts[example & MASK];
  }

  @Override
  public int hashedEnd(int example) {
    return chunk(example).starts[(example & MASK) + 1];
  }

  @Override
  public int userAttributes(int example) {
    return chunk(example).userAttributes[example & MASK];
  }

  @Override
  public int[] history(int example) {
    return chunk(example).history[example & MASK];
  }

  public String user(int example) {
    return chunk(example).user[example & MASK];
  }

  /// Ordinal of the video in the replayed table.
  public int video(int example) {
    return chunk(example).video[example & MASK];
  }

  public String surface(int example) {
    return context(example).surface();
  }

  /// Where the viewer was.
  public Context context(int example) {
    return chunk(example).context[example & MASK];
  }

  /// Time of the impression, epoch milliseconds.
  public long at(int example) {
    return chunk(example).at[example & MASK];
  }

  /// Slot in the feed, from 0; -1 where unknown.
  public int position(int example) {
    return chunk(example).position[example & MASK];
  }

  public boolean clicked(int example) {
    return (chunk(example).flags[example & MASK] & CLICKED) != 0;
  }

  public boolean completed(int example) {
    return (chunk(example).flags[example & MASK] & COMPLETED) != 0;
  }

  public Outcome outcome(int example) {
    return new Outcome(
        clicked(example),
        completed(example),
        chunk(example).watched[example & MASK],
        (chunk(example).flags[example & MASK] & KNOWN) != 0);
  }

  /// Indices of the examples usable for training at a cut: all whose attribution window has closed,
  /// and the later ones only if all of their outcomes are known, as in an imported log. If only
  /// some are known, they are mostly clicks, as a viewer who ignores a video sends no event.
  ///
  /// @param closedBefore impressions before this time (epoch milliseconds) count as known
  public int[] usable(long closedBefore) {
    int[] usable = new int[size];
    int count = 0;
    boolean areAllKnown = areAllKnown(closedBefore);
    for (int i = 0; i < size; i++) {
      if (areAllKnown || at(i) < closedBefore) {
        usable[count++] = i;
      }
    }
    return Arrays.copyOf(usable, count);
  }

  private boolean areAllKnown(long from) {
    for (int i = 0; i < size; i++) {
      if (at(i) >= from && (chunk(i).flags[i & MASK] & KNOWN) == 0) {
        return false;
      }
    }
    return true;
  }
}
