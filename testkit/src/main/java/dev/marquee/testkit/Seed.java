package dev.marquee.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Injects the run's seed into a test's parameter as a `long`, or a generator with this seed: a
/// [java.util.Random] or a [java.util.SplittableRandom].
///
/// Each run has a different seed. A failed test prints it; `-Dmarquee.seed=N` repeats the run with
/// it.
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
public @interface Seed {}
