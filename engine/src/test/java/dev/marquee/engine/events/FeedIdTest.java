package dev.marquee.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedIdTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

  @Test
  void saysWhereAndWhenTheFeedWasLogged() {
    var id = new FeedId(3, NOON, -1L);
    assertThat(id).hasToString("f3-1795435200123-ffffffffffffffff");
    assertThat(FeedId.parse(id.toString())).contains(id);
    var padded = new FeedId(0, NOON.plusNanos(17), 1);
    assertThat(FeedId.parse(padded.toString())).contains(new FeedId(0, NOON, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "feed-7",
        "7f9c24e8-3b1d-4c55-9f3a-0d2a5c1be20d",
        "f3-1795435200123-fff",
        "f03-1795435200123-ffffffffffffffff",
        "f3-999999999999999-ffffffffffffffff",
        "f3-17-ffffffffffffffff",
        "f9999999999-1795435200123-ffffffffffffffff",
        "f3-1795435200123-ffffffffffffffff-"
      })
  void anIdOfAnotherShapeSaysNothing(String id) {
    assertThat(FeedId.parse(id)).isEmpty();
  }
}
