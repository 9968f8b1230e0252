package dev.marquee.engine.math;

import static dev.marquee.engine.math.CodeBlocks.BLOCK;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The ways to run [CodeBlocks]: one for each width of vectors, and the plain twin.
///
/// Codes become floats on the way, which costs two instructions more than products of integers
/// would, but keeps the query exact; reading the codes takes longer than either.
sealed interface CodeKernels {

  ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  long score(
      MemorySegment codes,
      long codesAt,
      MemorySegment scales,
      long scalesAt,
      float[] query,
      int dimension,
      float[] into,
      float floor);

  static CodeKernels choose() {
    return switch (Kernels.choose()) {
      case Simd512 _ -> new Codes512();
      case Simd256 _ -> new Codes256();
      case Simd128 _ -> new Codes128();
      default -> new ScalarCodes();
    };
  }

  /// One pass of four vectors of sixteen.
  record Codes512() implements CodeKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final int LANES = 16;

    @Override
    public long score(
        MemorySegment codes,
        long codesAt,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      var sum0 = FloatVector.zero(FLOATS);
      var sum1 = FloatVector.zero(FLOATS);
      var sum2 = FloatVector.zero(FLOATS);
      var sum3 = FloatVector.zero(FLOATS);
      for (int k = 0; k < dimension; k++) {
        long at = codesAt + (long) k * BLOCK;
        var factor = FloatVector.broadcast(FLOATS, query[k]);
        sum0 = floats(codes, at).fma(factor, sum0);
        sum1 = floats(codes, at + LANES).fma(factor, sum1);
        sum2 = floats(codes, at + 2 * LANES).fma(factor, sum2);
        sum3 = floats(codes, at + 3 * LANES).fma(factor, sum3);
      }
      return finish(sum0, 0, scales, scalesAt, into, floor)
          | finish(sum1, LANES, scales, scalesAt, into, floor)
          | finish(sum2, 2 * LANES, scales, scalesAt, into, floor)
          | finish(sum3, 3 * LANES, scales, scalesAt, into, floor);
    }

    private static FloatVector floats(MemorySegment codes, long at) {
      return (FloatVector)
          ByteVector.fromMemorySegment(BYTES, codes, at, LITTLE)
              .convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    private static long finish(
        FloatVector sum, int lane, MemorySegment scales, long scalesAt, float[] into, float floor) {
      var scale =
          FloatVector.fromMemorySegment(
              FLOATS, scales, scalesAt + (long) lane * Float.BYTES, LITTLE);
      var score = sum.mul(scale);
      score.intoArray(into, lane);
      return score.compare(VectorOperators.GE, floor).toLong() << lane;
    }
  }

  /// Two passes of four vectors of eight.
  record Codes256() implements CodeKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final int LANES = 8;

    @Override
    public long score(
        MemorySegment codes,
        long codesAt,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      return half(codes, codesAt, 0, scales, scalesAt, query, dimension, into, floor)
          | half(codes, codesAt, BLOCK / 2, scales, scalesAt, query, dimension, into, floor);
    }

    private static long half(
        MemorySegment codes,
        long codesAt,
        int first,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      var sum0 = FloatVector.zero(FLOATS);
      var sum1 = FloatVector.zero(FLOATS);
      var sum2 = FloatVector.zero(FLOATS);
      var sum3 = FloatVector.zero(FLOATS);
      for (int k = 0; k < dimension; k++) {
        long at = codesAt + (long) k * BLOCK + first;
        var factor = FloatVector.broadcast(FLOATS, query[k]);
        sum0 = floats(codes, at).fma(factor, sum0);
        sum1 = floats(codes, at + LANES).fma(factor, sum1);
        sum2 = floats(codes, at + 2 * LANES).fma(factor, sum2);
        sum3 = floats(codes, at + 3 * LANES).fma(factor, sum3);
      }
      return finish(sum0, first, scales, scalesAt, into, floor)
          | finish(sum1, first + LANES, scales, scalesAt, into, floor)
          | finish(sum2, first + 2 * LANES, scales, scalesAt, into, floor)
          | finish(sum3, first + 3 * LANES, scales, scalesAt, into, floor);
    }

    private static FloatVector floats(MemorySegment codes, long at) {
      return (FloatVector)
          ByteVector.fromMemorySegment(BYTES, codes, at, LITTLE)
              .convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    private static long finish(
        FloatVector sum, int lane, MemorySegment scales, long scalesAt, float[] into, float floor) {
      var scale =
          FloatVector.fromMemorySegment(
              FLOATS, scales, scalesAt + (long) lane * Float.BYTES, LITTLE);
      var score = sum.mul(scale);
      score.intoArray(into, lane);
      return score.compare(VectorOperators.GE, floor).toLong() << lane;
    }
  }

  /// Four passes of four vectors of four.
  record Codes128() implements CodeKernels {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
    private static final int LANES = 4;

    @Override
    public long score(
        MemorySegment codes,
        long codesAt,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      long found = 0;
      for (int first = 0; first < BLOCK; first += 4 * LANES) {
        found |= quarter(codes, codesAt, first, scales, scalesAt, query, dimension, into, floor);
      }
      return found;
    }

    private static long quarter(
        MemorySegment codes,
        long codesAt,
        int first,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      var sum0 = FloatVector.zero(FLOATS);
      var sum1 = FloatVector.zero(FLOATS);
      var sum2 = FloatVector.zero(FLOATS);
      var sum3 = FloatVector.zero(FLOATS);
      for (int k = 0; k < dimension; k++) {
        long at = codesAt + (long) k * BLOCK + first;
        var factor = FloatVector.broadcast(FLOATS, query[k]);
        var low = ByteVector.fromMemorySegment(BYTES, codes, at, LITTLE);
        var high = ByteVector.fromMemorySegment(BYTES, codes, at + 2 * LANES, LITTLE);
        sum0 = floats(low, 0).fma(factor, sum0);
        sum1 = floats(low, 1).fma(factor, sum1);
        sum2 = floats(high, 0).fma(factor, sum2);
        sum3 = floats(high, 1).fma(factor, sum3);
      }
      return finish(sum0, first, scales, scalesAt, into, floor)
          | finish(sum1, first + LANES, scales, scalesAt, into, floor)
          | finish(sum2, first + 2 * LANES, scales, scalesAt, into, floor)
          | finish(sum3, first + 3 * LANES, scales, scalesAt, into, floor);
    }

    private static FloatVector floats(ByteVector codes, int part) {
      return (FloatVector) codes.convertShape(VectorOperators.B2F, FLOATS, part);
    }

    private static long finish(
        FloatVector sum, int lane, MemorySegment scales, long scalesAt, float[] into, float floor) {
      var scale =
          FloatVector.fromMemorySegment(
              FLOATS, scales, scalesAt + (long) lane * Float.BYTES, LITTLE);
      var score = sum.mul(scale);
      score.intoArray(into, lane);
      return score.compare(VectorOperators.GE, floor).toLong() << lane;
    }
  }

  /// The plain twin.
  record ScalarCodes() implements CodeKernels {

    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);

    @Override
    public long score(
        MemorySegment codes,
        long codesAt,
        MemorySegment scales,
        long scalesAt,
        float[] query,
        int dimension,
        float[] into,
        float floor) {
      long found = 0;
      for (int i = 0; i < BLOCK; i++) {
        float sum = 0;
        for (int k = 0; k < dimension; k++) {
          byte code = codes.get(ValueLayout.JAVA_BYTE, codesAt + (long) k * BLOCK + i);
          sum = Math.fma(query[k], code, sum);
        }
        into[i] = sum * scales.get(FLOAT, scalesAt + (long) i * Float.BYTES);
        found |= into[i] >= floor ? 1L << i : 0;
      }
      return found;
    }
  }
}
