package dev.marquee.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives a test's parameter the run's seed, as a `long`, or a generator that starts at it: a
/// [java.util.Random] or a [java.util.SplittableRandom].
///
/// Each run has another seed. A test that fails prints it; `-Dmarquee.seed=N` runs with it again.
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
public @interface Seed {}
