package dev.marquee.testkit;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/// Resolves parameters annotated with [Seed], and prints the seed of failed tests and of failed
/// methods before all tests.
final class SeedExtension implements ParameterResolver, TestWatcher, AfterAllCallback {

  private static final String PROPERTY = "marquee.seed";
  private static final long SEED = Long.getLong(PROPERTY, new Random().nextLong());

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.isAnnotated(Seed.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    if (type == long.class) {
      return SEED;
    } else if (type == Random.class) {
      return new Random(SEED);
    } else if (type == SplittableRandom.class) {
      return new SplittableRandom(SEED);
    }
    throw new ParameterResolutionException(
        "a seed is a long, a Random or a SplittableRandom, not a " + type.getName());
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    print(test.getRequiredTestClass().getSimpleName() + ": " + test.getDisplayName());
  }

  /// The context of a class knows of an exception where a method before all tests threw it.
  @Override
  public void afterAll(ExtensionContext tests) {
    tests.getExecutionException().ifPresent(e -> print(tests.getDisplayName()));
  }

  private static void print(String what) {
    System.err.printf("%s failed; run it again with -D%s=%d%n", what, PROPERTY, SEED);
  }
}
