package dev.marquee.engine.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.math.Matrices.Packed;
import dev.marquee.engine.math.Matrices.View;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatricesTest {

  private static final long SEED = 20_261_127;

  @Test
  void productsHaveTheBitsOfThreePlainLoops() {
    var random = new SplittableRandom(SEED);
    var matrices = new Matrices();
    for (int round = 0; round < 200; round++) {
      int m = random.nextInt(1, 40);
      int n = random.nextInt(1, 80);
      int k = random.nextInt(0, 600);
      boolean add = random.nextBoolean();
      View left = view(m, k, random);
      View right = view(k, n, random);
      int stride = n + random.nextInt(3);
      float[] fast = floats(m * stride + 5, random);
      float[] slow = fast.clone();
      float[] packed = fast.clone();
      matrices.multiply(m, n, k, left, right, fast, 5, stride, add);
      Matrices.plain(m, n, k, left, right, slow, 5, stride, add);
      matrices.multiply(m, left, new Packed(right, k, n), packed, 5, stride, add);
      String what = "%d × %d × %d, add %s, seed %d, round %d".formatted(m, n, k, add, SEED, round);
      assertThat(fast).as(what).isEqualTo(slow);
      assertThat(packed).as(what).isEqualTo(slow);
    }
  }

  @Test
  void aProductDoesNotDependOnHowItsRowsAreSplit() {
    var random = new SplittableRandom(SEED);
    View left = View.rows(floats(50 * 300, random), 0, 300);
    View right = View.rows(floats(300 * 33, random), 0, 33);
    float[] whole = new float[50 * 33];
    float[] parts = new float[50 * 33];
    new Matrices().multiply(50, 33, 300, left, right, whole, 0, 33, false);
    for (int row = 0; row < 50; row += 7) {
      View some = View.rows(left.array(), row * 300, 300);
      int count = Math.min(7, 50 - row);
      new Matrices().multiply(count, 33, 300, some, right, parts, row * 33, 33, false);
    }
    assertThat(parts).isEqualTo(whole);
  }

  private static View view(int rows, int columns, SplittableRandom random) {
    int offset = random.nextInt(4);
    int room = random.nextInt(4);
    if (random.nextBoolean()) {
      return View.rows(floats(offset + rows * (columns + room), random), offset, columns + room);
    }
    return View.rows(floats(offset + columns * (rows + room), random), offset, rows + room)
        .transposed();
  }

  private static float[] floats(int length, SplittableRandom random) {
    var floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextDouble(-1, 1);
    }
    return floats;
  }
}
