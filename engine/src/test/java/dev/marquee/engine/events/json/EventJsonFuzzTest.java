package dev.marquee.engine.events.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.json.EventJson.Sender;
import dev.marquee.testkit.AnyEvent;
import dev.marquee.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventJsonFuzzTest {

  private static final byte[] LIKELY = "{}[]\",:\\/0123456789-+eE.utfn \n\0".getBytes(UTF_8);

  @Test
  void mutatedBytesAreReadOrRefusedAndNothingElse(@Seed long seed) {
    var random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] text = mutated(random);
      try {
        EventJson.read(text, Sender.SERVER);
      } catch (InvalidEventException e) {
        assertThat(e.getMessage()).hasSizeLessThan(1_000);
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
      assertThat(streamRefuses(text)).as("seed %d", seed).isEqualTo(refuses(text));
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(2_500);
  }

  private static boolean refuses(byte[] text) {
    try {
      EventJson.read(text, Sender.SERVER);
      return false;
    } catch (InvalidEventException _) {
      return true;
    }
  }

  private static boolean streamRefuses(byte[] text) {
    try {
      EventJson.read(new ByteArrayInputStream(text), Sender.SERVER, event -> {});
      return false;
    } catch (InvalidEventException _) {
      return true;
    }
  }

  private static byte[] mutated(Random random) {
    var out = new ByteArrayOutputStream();
    var events = new AnyEvent(random).ofEachType();
    EventJson.writeLines(events.subList(0, random.nextInt(events.size() + 1)), out);
    byte[] text = out.toByteArray();
    for (int i = random.nextInt(1, 4); i > 0 && text.length > 0; i--) {
      int at = random.nextInt(text.length);
      switch (random.nextInt(5)) {
        case 0 -> text[at] = (byte) random.nextInt();
        case 1 -> text[at] = LIKELY[random.nextInt(LIKELY.length)];
        case 2 -> text = Arrays.copyOf(text, at);
        case 3 -> text = without(text, at, random.nextInt(at, text.length));
        default -> text = twice(text, at, random.nextInt(at, text.length));
      }
    }
    return text;
  }

  private static byte[] without(byte[] text, int from, int to) {
    var out = new ByteArrayOutputStream();
    out.write(text, 0, from);
    out.write(text, to, text.length - to);
    return out.toByteArray();
  }

  private static byte[] twice(byte[] text, int from, int to) {
    var out = new ByteArrayOutputStream();
    out.write(text, 0, to);
    out.write(text, from, text.length - from);
    return out.toByteArray();
  }
}
