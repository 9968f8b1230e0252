package dev.marquee.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedTest {

  private final long seedOfTheClass;

  SeedTest(@Seed long seed) {
    this.seedOfTheClass = seed;
  }

  @Test
  void everythingInARunStartsAtOneSeed(
      @Seed long seed, @Seed Random random, @Seed SplittableRandom splittable) {
    assertThat(seed).isEqualTo(seedOfTheClass);
    assertThat(random.nextLong()).isEqualTo(new Random(seed).nextLong());
    assertThat(splittable.nextLong()).isEqualTo(new SplittableRandom(seed).nextLong());
  }
}
