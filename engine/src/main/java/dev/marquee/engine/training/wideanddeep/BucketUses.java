package dev.marquee.engine.training.wideanddeep;

import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.models.wideanddeep.InputLayout;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import dev.marquee.engine.models.wideanddeep.WideAndDeep.Shape;
import dev.marquee.engine.training.examples.Examples;
import dev.marquee.engine.training.wideanddeep.WideAndDeepNetwork.Batch;
import java.util.Arrays;

/// Which rows of a batch use which buckets of the table, and for what; grouped by bucket, so that
/// each is updated once, by one thread.
final class BucketUses {

  /// How a row uses the bucket's embedding.
  private static final byte NOTHING = 0;

  private static final byte INPUT = 1;
  private static final byte TARGET = 2;
  private static final byte KEY = 3;

  private final Shape shape;

  /// By bucket, its number in this batch; -1 for none.
  private final int[] numbers;

  private int[] buckets = new int[1024];
  private int[] starts = new int[1025];
  private int bucketCount;

  // By use, in the order of the rows.
  private int[] number = new int[8192];
  private int[] row = new int[8192];
  private int[] place = new int[8192];
  private float[] scale = new float[8192];
  private byte[] kind = new byte[8192];
  private int uses;

  /// Uses in the order of the buckets.
  private int[] order = {};

  BucketUses(Shape shape) {
    this.shape = shape;
    this.numbers = new int[1 << shape.bits()];
    Arrays.fill(numbers, -1);
  }

  /// Collects all uses in a batch.
  ///
  /// @param chunk number of rows per [WideAndDeepGradients]
  void collect(Batch batch, int chunk) {
    for (int i = 0; i < bucketCount; i++) {
      numbers[buckets[i]] = -1;
    }
    bucketCount = 0;
    uses = 0;
    for (int i = 0; i < batch.size(); i++) {
      row(batch.examples(), batch.example(i), i, i % chunk);
    }
    sort();
  }

  private void row(Examples examples, int example, int at, int inChunk) {
    InputLayout layout = shape.layout();
    int d = shape.embedding();
    int[] hashed = examples.hashed(example);
    int start = examples.hashedStart(example);
    int x = inChunk * shape.width() + layout.requestDense().length;
    x = fields(layout.requestFields(), hashed, start, at, x);
    crosses(layout.crosses().request(), hashed, start, at);
    crosses(layout.crosses().pair(), hashed, start, at);
    int user = start + layout.fields();
    int video = user + examples.userAttributes(example);
    x = bag(hashed, user, video, at, x);
    x = fields(layout.videoFields(), hashed, start, at, x);
    bag(hashed, video, examples.hashedEnd(example), at, x);
    if (shape.attention()) {
      int[] history = examples.history(example);
      int watched = Math.min(WideAndDeep.RECENT, history.length / FeatureRows.HISTORY_WIDTH);
      int stride = shape.stride();
      for (int field : layout.target()) {
        if (watched > 0) {
          use(hashed[start + field], at, TARGET, inChunk * stride, 1);
        }
      }
      for (int i = 0; i < watched; i++) {
        int key = (inChunk * WideAndDeep.RECENT + i) * stride;
        use(history[2 * i], at, KEY, key, 1);
        use(history[2 * i + 1], at, KEY, key, 1);
      }
    }
    if (x > (inChunk + 1) * shape.width() - d) {
      throw new IllegalStateException("a row's input ends at " + x);
    }
  }

  private int fields(int[] of, int[] hashed, int start, int at, int x) {
    int next = x;
    for (int field : of) {
      use(hashed[start + field], at, INPUT, next, 1);
      next += shape.embedding();
    }
    return next;
  }

  private void crosses(int[] of, int[] hashed, int start, int at) {
    for (int field : of) {
      use(hashed[start + field], at, NOTHING, 0, 0);
    }
  }

  private int bag(int[] hashed, int from, int to, int at, int x) {
    for (int i = from; i < to; i++) {
      use(hashed[i], at, INPUT, x, 1f / (to - from));
    }
    return x + shape.embedding();
  }

  private void use(int hash, int at, byte what, int where, float share) {
    int bucket = shape.bucket(hash);
    if (numbers[bucket] < 0) {
      if (bucketCount == buckets.length) {
        buckets = Arrays.copyOf(buckets, 2 * bucketCount);
        starts = new int[2 * bucketCount + 1];
      }
      buckets[bucketCount] = bucket;
      numbers[bucket] = bucketCount++;
    }
    if (uses == number.length) {
      number = Arrays.copyOf(number, 2 * uses);
      row = Arrays.copyOf(row, 2 * uses);
      place = Arrays.copyOf(place, 2 * uses);
      scale = Arrays.copyOf(scale, 2 * uses);
      kind = Arrays.copyOf(kind, 2 * uses);
    }
    number[uses] = numbers[bucket];
    row[uses] = at;
    place[uses] = where;
    scale[uses] = share;
    kind[uses] = what;
    uses++;
  }

  private void sort() {
    if (order.length < uses) {
      order = new int[number.length];
    }
    Arrays.fill(starts, 0, bucketCount + 1, 0);
    for (int use = 0; use < uses; use++) {
      starts[number[use] + 1]++;
    }
    for (int i = 0; i < bucketCount; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = Arrays.copyOf(starts, bucketCount);
    for (int use = 0; use < uses; use++) {
      order[next[number[use]]++] = use;
    }
  }

  /// Number of buckets that the batch uses.
  int buckets() {
    return bucketCount;
  }

  int bucket(int i) {
    return buckets[i];
  }

  /// Sums the gradients of a bucket.
  ///
  /// @param chunks gradients of the batch's rows, `chunk` rows each
  /// @param gradient receives those of the two wide weights, then of the embedding
  void addGradients(int i, WideAndDeepGradients[] chunks, int chunk, float[] gradient) {
    int d = shape.embedding();
    for (int at = starts[i]; at < starts[i + 1]; at++) {
      int use = order[at];
      WideAndDeepGradients of = chunks[row[use] / chunk];
      if (kind[use] == NOTHING || kind[use] == INPUT) {
        int logit = WideAndDeep.HEADS * (row[use] % chunk);
        gradient[0] += of.logits()[logit];
        gradient[1] += of.logits()[logit + 1];
      }
      if (kind[use] != NOTHING) {
        float[] from =
            kind[use] == INPUT ? of.inputs() : kind[use] == TARGET ? of.targets() : of.keys();
        float share = scale[use];
        int first = place[use];
        for (int k = 0; k < d; k++) {
          gradient[WideAndDeep.HEADS + k] += share * from[first + k];
        }
      }
    }
  }
}
