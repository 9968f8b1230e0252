package dev.marquee.adapters.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.marquee.engine.features.FeatureRows;
import dev.marquee.engine.features.Rows;
import dev.marquee.engine.models.wideanddeep.WideAndDeep;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Rows as the input tensors of a model, see [OnnxInput].
final class OnnxBatch implements AutoCloseable {

  private final OrtEnvironment environment;
  private final Rows rows;
  private final int[] which;
  private final int from;
  private final int count;

  /// The number of rows, or one where all rows are of one viewer.
  private final int viewers;

  private final Arena arena = Arena.ofConfined();
  private final Map<String, OnnxTensor> tensors = new HashMap<>();

  /// @param inputs of the model
  /// @param viewers 1 where the model takes the viewer once for all rows
  OnnxBatch(
      OrtEnvironment environment,
      Set<OnnxInput> inputs,
      Rows rows,
      int[] which,
      int from,
      int to,
      int viewers)
      throws OrtException {
    this.environment = environment;
    this.rows = rows;
    this.which = which;
    this.from = from;
    this.count = to - from;
    this.viewers = viewers;
    try {
      for (OnnxInput input : inputs) {
        tensors.put(input.title(), tensor(input));
      }
    } catch (OrtException e) {
      close();
      throw e;
    }
  }

  private OnnxTensor tensor(OnnxInput input) throws OrtException {
    return switch (input) {
      case DENSE -> dense();
      case FIELDS -> fields();
      case USER_ATTRIBUTES -> userAttributes();
      case VIDEO_ATTRIBUTES -> videoAttributes();
      case HISTORY -> history();
    };
  }

  /// The tensors by input name; freed by [#close].
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  private OnnxTensor dense() throws OrtException {
    FloatBuffer out = bytes((long) Float.BYTES * count * FeatureRows.DENSE).asFloatBuffer();
    for (int i = 0; i < count; i++) {
      int row = which[from + i];
      out.put(i * FeatureRows.DENSE, rows.dense(row), rows.denseStart(row), FeatureRows.DENSE);
    }
    return OnnxTensor.createTensor(environment, out, new long[] {count, FeatureRows.DENSE});
  }

  private OnnxTensor fields() throws OrtException {
    LongBuffer out = longs(count, FeatureRows.FIELDS);
    for (int i = 0; i < count; i++) {
      int row = which[from + i];
      put(rows.hashed(row), rows.hashedStart(row), FeatureRows.FIELDS, FeatureRows.FIELDS, out);
    }
    return tensor(out, count, FeatureRows.FIELDS);
  }

  private OnnxTensor userAttributes() throws OrtException {
    int max = 1;
    for (int i = 0; i < viewers; i++) {
      max = Math.max(max, rows.userAttributes(which[from + i]));
    }
    LongBuffer out = longs(viewers, max);
    for (int i = 0; i < viewers; i++) {
      int row = which[from + i];
      int first = rows.hashedStart(row) + FeatureRows.FIELDS;
      put(rows.hashed(row), first, rows.userAttributes(row), max, out);
    }
    return tensor(out, viewers, max);
  }

  private OnnxTensor videoAttributes() throws OrtException {
    int max = 1;
    for (int i = 0; i < count; i++) {
      int row = which[from + i];
      max = Math.max(max, rows.hashedEnd(row) - videoStart(row));
    }
    LongBuffer out = longs(count, max);
    for (int i = 0; i < count; i++) {
      int row = which[from + i];
      int first = videoStart(row);
      put(rows.hashed(row), first, rows.hashedEnd(row) - first, max, out);
    }
    return tensor(out, count, max);
  }

  private int videoStart(int row) {
    return rows.hashedStart(row) + FeatureRows.FIELDS + rows.userAttributes(row);
  }

  private OnnxTensor history() throws OrtException {
    int width = WideAndDeep.RECENT * FeatureRows.HISTORY_WIDTH;
    LongBuffer out = longs(viewers, width);
    for (int i = 0; i < viewers; i++) {
      int[] history = rows.history(which[from + i]);
      put(history, 0, Math.min(width, history.length), width, out);
    }
    return tensor(out, viewers, WideAndDeep.RECENT, FeatureRows.HISTORY_WIDTH);
  }

  /// Puts `count` hashes, padded with [OnnxInput#NOTHING] to `width`.
  private static void put(int[] hashes, int first, int count, int width, LongBuffer out) {
    for (int i = 0; i < count; i++) {
      out.put(OnnxInput.of(hashes[first + i]));
    }
    for (int i = count; i < width; i++) {
      out.put(OnnxInput.NOTHING);
    }
  }

  private LongBuffer longs(long rows, int width) {
    return bytes(Long.BYTES * rows * width).asLongBuffer();
  }

  private ByteBuffer bytes(long size) {
    return arena.allocate(size, Long.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private OnnxTensor tensor(LongBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values.rewind(), shape);
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
    arena.close();
  }
}
