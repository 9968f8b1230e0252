package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.marquee.engine.events.Limits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecayTest {

  private static final int DAY = 1440;

  private final Decay daily = new Decay(Duration.ofDays(1));

  @Test
  void halvesExactlyAtEveryHalfLife() {
    float expected = 1;
    for (int days = 0; days <= 100; days++) {
      assertThat(daily.after(days * DAY)).isEqualTo(expected);
      expected /= 2;
    }
    assertThat(daily.after(101 * DAY)).isEqualTo(0f);
    assertThat(daily.after(Integer.MAX_VALUE)).isEqualTo(0f);
  }

  @Test
  void isThePowerOfOneHalf() {
    for (int minutes : new int[] {1, 7, 60, DAY, 10_000}) {
      var decay = new Decay(Duration.ofMinutes(minutes));
      for (int ticks = 0; ticks < 40 * minutes; ticks += 1 + minutes / 97) {
        double exact = Math.pow(0.5, (double) ticks / minutes);
        assertThat((double) decay.after(ticks)).isEqualTo(exact, within(1e-7 * exact));
      }
    }
  }

  @Test
  void nothingIsLostBeforeItsTime() {
    assertThat(daily.after(0)).isEqualTo(1f);
    assertThat(daily.after(-5)).isEqualTo(1f);
    assertThat(daily.after(Integer.MIN_VALUE)).isEqualTo(1f);
  }

  @Test
  void ticksAreMinutes() {
    long minute = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    assertThat(Decay.tick(minute + 59_999)).isEqualTo(Decay.tick(minute));
    assertThat(Decay.tick(minute + 60_000)).isEqualTo(Decay.tick(minute) + 1);
    assertThat(Decay.tick(minute - 1)).isEqualTo(Decay.tick(minute) - 1);
  }

  @Test
  void everyTimeThatAnEventMayCarryHasATickFromZeroOn() {
    // A new counter is at tick 0, and an earlier event would count as late.
    assertThat(Decay.tick(Limits.EARLIEST.toEpochMilli())).isNotNegative();
    assertThat(Decay.tick(Limits.LATEST.toEpochMilli()))
        .isGreaterThan(Decay.tick(Limits.LATEST.toEpochMilli() - 60_000));
  }

  @Test
  void refusesHalfLivesThatItsTableCannotHold() {
    assertThatThrownBy(() -> new Decay(Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT59S");
    assertThatThrownBy(() -> new Decay(Duration.ofDays(700)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
