package dev.marquee.engine.math.simd;

import static dev.marquee.engine.math.simd.FastScanBlocks.BLOCK;
import static dev.marquee.engine.math.simd.FastScanTable.STRIDE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernels of [FastScanBlocks]: one for each vector width, and the scalar twin.
///
/// Table entries of two coordinates are added as bytes, and the sums are accumulated as shorts. The
/// upper byte of each short belongs to another lane: it is summed separately, and subtracted at the
/// end. Sums and scores are two methods, since C2 allocates vectors as objects in a method that
/// does both, which is a third slower.
sealed interface FastScanKernels {

  ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  byte LOWER = 0x0F;

  long score(
      MemorySegment blocks,
      long at,
      FastScanTable query,
      float base,
      BlockScores into,
      float floor);

  static FastScanKernels choose() {
    return switch (Kernels.choose()) {
      case Simd512 _ -> new Codes512();
      case Simd256 _ -> new Codes256();
      case Simd128 _ -> new Codes128();
      default -> new ScalarCodes();
    };
  }

  private static ByteVector lower(ByteVector codes) {
    return codes.lanewise(VectorOperators.AND, LOWER);
  }

  private static ByteVector upper(ByteVector codes) {
    return lower(
        codes.reinterpretAsShorts().lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes());
  }

  /// All 64 bytes of a pair at once.
  record Codes512() implements FastScanKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Short> HALF = ShortVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;

    @Override
    public long score(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      sum(blocks, at, query, into.sums, 0);
      return finish(blocks, at, query, base, into, floor);
    }

    private static void sum(
        MemorySegment blocks, long at, FastScanTable query, short[] into, int first) {
      byte[] tables = query.tables;
      var low = ShortVector.zero(SHORTS);
      var high = ShortVector.zero(SHORTS);
      for (int pair = 0; pair < query.pairs; pair++) {
        var both = ByteVector.fromMemorySegment(BYTES, blocks, at + (long) pair * BLOCK, LITTLE);
        var even = ByteVector.fromArray(BYTES, tables, 2 * pair * STRIDE);
        var odd = ByteVector.fromArray(BYTES, tables, (2 * pair + 1) * STRIDE);
        var shares = lower(both).selectFrom(even).add(upper(both).selectFrom(odd));
        var sum = shares.reinterpretAsShorts();
        low = low.add(sum);
        high = high.add(sum.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      low.sub(high.lanewise(VectorOperators.LSHL, Byte.SIZE)).intoArray(into, first);
      high.intoArray(into, BLOCK / 2 + first);
    }

    private static long finish(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      var step = FloatVector.broadcast(FLOATS, query.step);
      var offset = FloatVector.broadcast(FLOATS, query.offset);
      var base0 = FloatVector.broadcast(FLOATS, base);
      long scalesAt = at + (long) query.pairs * BLOCK;
      long found = 0;
      for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
        var sum =
            (FloatVector)
                ShortVector.fromArray(HALF, into.sums, lane)
                    .convertShape(VectorOperators.S2F, FLOATS, 0);
        var scale =
            ByteVector.fromMemorySegment(
                    BYTES, blocks, scalesAt + (long) lane * Float.BYTES, LITTLE)
                .reinterpretAsFloats();
        var score = sum.fma(step, offset).fma(scale, base0);
        score.intoArray(into.scores, lane);
        found |= score.compare(VectorOperators.GE, floor).toLong() << lane;
      }
      return found;
    }
  }

  /// Two halves of 32 bytes.
  record Codes256() implements FastScanKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final VectorSpecies<Short> HALF = ShortVector.SPECIES_128;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    @Override
    public long score(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      for (int first = 0; first < BLOCK; first += BYTES.length()) {
        sum(blocks, at + first, query, into.sums, first / 2);
      }
      return finish(blocks, at, query, base, into, floor);
    }

    private static void sum(
        MemorySegment blocks, long at, FastScanTable query, short[] into, int first) {
      byte[] tables = query.tables;
      var low = ShortVector.zero(SHORTS);
      var high = ShortVector.zero(SHORTS);
      for (int pair = 0; pair < query.pairs; pair++) {
        var both = ByteVector.fromMemorySegment(BYTES, blocks, at + (long) pair * BLOCK, LITTLE);
        var even = ByteVector.fromArray(BYTES, tables, 2 * pair * STRIDE);
        var odd = ByteVector.fromArray(BYTES, tables, (2 * pair + 1) * STRIDE);
        var shares = lower(both).selectFrom(even).add(upper(both).selectFrom(odd));
        var sum = shares.reinterpretAsShorts();
        low = low.add(sum);
        high = high.add(sum.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      low.sub(high.lanewise(VectorOperators.LSHL, Byte.SIZE)).intoArray(into, first);
      high.intoArray(into, BLOCK / 2 + first);
    }

    private static long finish(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      var step = FloatVector.broadcast(FLOATS, query.step);
      var offset = FloatVector.broadcast(FLOATS, query.offset);
      var base0 = FloatVector.broadcast(FLOATS, base);
      long scalesAt = at + (long) query.pairs * BLOCK;
      long found = 0;
      for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
        var sum =
            (FloatVector)
                ShortVector.fromArray(HALF, into.sums, lane)
                    .convertShape(VectorOperators.S2F, FLOATS, 0);
        var scale =
            ByteVector.fromMemorySegment(
                    BYTES, blocks, scalesAt + (long) lane * Float.BYTES, LITTLE)
                .reinterpretAsFloats();
        var score = sum.fma(step, offset).fma(scale, base0);
        score.intoArray(into.scores, lane);
        found |= score.compare(VectorOperators.GE, floor).toLong() << lane;
      }
      return found;
    }
  }

  /// Four quarters of 16 bytes.
  record Codes128() implements FastScanKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_128;
    private static final VectorSpecies<Short> HALF = ShortVector.SPECIES_64;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;

    @Override
    public long score(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      for (int first = 0; first < BLOCK; first += BYTES.length()) {
        sum(blocks, at + first, query, into.sums, first / 2);
      }
      return finish(blocks, at, query, base, into, floor);
    }

    private static void sum(
        MemorySegment blocks, long at, FastScanTable query, short[] into, int first) {
      byte[] tables = query.tables;
      var low = ShortVector.zero(SHORTS);
      var high = ShortVector.zero(SHORTS);
      for (int pair = 0; pair < query.pairs; pair++) {
        var both = ByteVector.fromMemorySegment(BYTES, blocks, at + (long) pair * BLOCK, LITTLE);
        var even = ByteVector.fromArray(BYTES, tables, 2 * pair * STRIDE);
        var odd = ByteVector.fromArray(BYTES, tables, (2 * pair + 1) * STRIDE);
        var shares = lower(both).selectFrom(even).add(upper(both).selectFrom(odd));
        var sum = shares.reinterpretAsShorts();
        low = low.add(sum);
        high = high.add(sum.lanewise(VectorOperators.LSHR, Byte.SIZE));
      }
      low.sub(high.lanewise(VectorOperators.LSHL, Byte.SIZE)).intoArray(into, first);
      high.intoArray(into, BLOCK / 2 + first);
    }

    private static long finish(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      var step = FloatVector.broadcast(FLOATS, query.step);
      var offset = FloatVector.broadcast(FLOATS, query.offset);
      var base0 = FloatVector.broadcast(FLOATS, base);
      long scalesAt = at + (long) query.pairs * BLOCK;
      long found = 0;
      for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
        var sum =
            (FloatVector)
                ShortVector.fromArray(HALF, into.sums, lane)
                    .convertShape(VectorOperators.S2F, FLOATS, 0);
        var scale =
            ByteVector.fromMemorySegment(
                    BYTES, blocks, scalesAt + (long) lane * Float.BYTES, LITTLE)
                .reinterpretAsFloats();
        var score = sum.fma(step, offset).fma(scale, base0);
        score.intoArray(into.scores, lane);
        found |= score.compare(VectorOperators.GE, floor).toLong() << lane;
      }
      return found;
    }
  }

  /// The scalar twin.
  record ScalarCodes() implements FastScanKernels {

    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);

    @Override
    public long score(
        MemorySegment blocks,
        long at,
        FastScanTable query,
        float base,
        BlockScores into,
        float floor) {
      long scalesAt = at + (long) query.pairs * BLOCK;
      long found = 0;
      for (int lane = 0; lane < BLOCK; lane++) {
        long place = at + FastScanBlocks.byteOf(lane);
        int sum = 0;
        for (int pair = 0; pair < query.pairs; pair++) {
          int both = blocks.get(ValueLayout.JAVA_BYTE, place + (long) pair * BLOCK) & 0xFF;
          sum += query.tables[2 * pair * STRIDE + (both & LOWER)];
          sum += query.tables[(2 * pair + 1) * STRIDE + (both >> 4)];
        }
        float scale = blocks.get(FLOAT, scalesAt + (long) lane * Float.BYTES);
        into.scores[lane] = Math.fma(Math.fma(sum, query.step, query.offset), scale, base);
        found |= into.scores[lane] >= floor ? 1L << lane : 0;
      }
      return found;
    }
  }
}
