package dev.marquee.engine.retrieval;

import static dev.marquee.engine.retrieval.CircuitBreaker.State.CLOSED;
import static dev.marquee.engine.retrieval.CircuitBreaker.State.HALF_OPEN;
import static dev.marquee.engine.retrieval.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  @Test
  void opensAtItsThresholdAndClosesOnceAllIsMadeGood() {
    var breaker = new CircuitBreaker(2, 0);
    breaker.fail();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.allows()).isTrue();
    breaker.fail();
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.allows()).isFalse();
    breaker.recover();
    assertThat(breaker.state()).as("tried by those that come").isEqualTo(HALF_OPEN);
    assertThat(breaker.allows()).isTrue();
    breaker.recover();
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void failuresAboveTheThresholdHaveToBeMadeGoodToo() {
    var breaker = new CircuitBreaker(2, 0);
    for (int i = 0; i < 5; i++) {
      breaker.fail();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.allows()).isFalse();
      breaker.recover();
    }
    assertThat(breaker.failures()).isEqualTo(2);
    assertThat(breaker.allows()).isFalse();
    breaker.recover();
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void oneOfEightThatWouldBeSkippedProbes() {
    var breaker = new CircuitBreaker(1, 8);
    int skipped = 0;
    for (int i = 0; i < 80; i++) {
      breaker.open();
      boolean isAllowed = breaker.allows();
      assertThat(breaker.state()).isEqualTo(isAllowed ? HALF_OPEN : OPEN);
      skipped += isAllowed ? 0 : 1;
    }
    assertThat(skipped).isEqualTo(70);
    breaker.close();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void refusesOneThatIsAlwaysOpen() {
    assertThatThrownBy(() -> new CircuitBreaker(0, 8))
        .hasMessage("expected threshold >= 1 and probeEvery >= 0, were 0 and 8");
  }
}
