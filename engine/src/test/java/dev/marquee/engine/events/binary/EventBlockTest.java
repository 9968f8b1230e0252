package dev.marquee.engine.events.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.CorruptLogException;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.storage.EventKey;
import dev.marquee.testkit.RandomEvents;
import dev.marquee.testkit.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventBlockTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String OLD_BLOCK =
      "01000000050780a8a89495670002660006616e6e000444450004747600086d61696e00026100046d"
          + "310e040100086c61746501000663617401000a66726573683f0000003e8000003e0000003f800000"
          + "ffffffffffffffff080a02690209010100000b0b0a090277020901a4e803013fd555555555555502"
          + "010b000272020007043a043e04420b0704000270020300046465c60f0b0206000231000262000232"
          + "a9476e1b";

  private final Random random;
  private final RandomEvents events;

  EventBlockTest(@Seed Random random) {
    this.random = random;
    this.events = new RandomEvents(random, "e");
  }

  @Test
  void givesBackEveryEventAsItWas() {
    for (int round = 0; round < 200; round++) {
      List<Event> written = events.some(1 + random.nextInt(100));
      assertThat(read(block(written))).isEqualTo(written);
    }
  }

  @Test
  void numbersEventsFromTheFirst() {
    byte[] bytes = block(events.some(3));
    var block = new EventBlock(bytes, bytes.length, 41);
    assertThat(block.end()).isEqualTo(43);
    block.read();
    assertThat(block.next()).isEqualTo(42);
  }

  @Test
  void makesOneStringOfAUserOfABlock() {
    var click = new Click("1", NOON, "ann", "cat", "f");
    var later = new Click("2", NOON, "ann", "cat", "f");
    List<Event> read = read(block(List.of(click, later)));
    assertThat(((Click) read.get(1)).user()).isSameAs(((Click) read.get(0)).user());
    assertThat(((Click) read.get(1)).feed()).isSameAs(((Click) read.get(0)).feed());
  }

  /// Written before videos could have a vector.
  private static final String OLD_VIDEOS =
      "0100000002018084c9fdc068047031000476310a4120636174000663683102000e616e696d616c730008"
          + "636174730004656e010004444506f8c0078084c9fdc0683668747470733a2f2f6578616d706c652e6f72"
          + "672f6361742e6a706701000c73747564696f000a6e6f72746802000470320106446f6702020304050106"
          + "06f8c0078084c9fdc0683668747470733a2f2f6578616d706c652e6f72672f6361742e6a7067010708f3"
          + "e71340";

  @Test
  void videosWithoutAVectorHaveTheBytesOfOldLogs() {
    Instant at = Instant.parse("2026-11-23T10:00:00Z");
    VideoDetails cat =
        new VideoDetails(
            "A cat",
            "ch1",
            List.of("animals", "cats"),
            "en",
            List.of("DE"),
            6,
            61.5,
            at,
            "https://example.org/cat.jpg",
            Map.of("studio", "north"));
    List<Event> old =
        List.of(
            new VideoPublished("p1", at, "v1", cat),
            new VideoUpdated("p2", at, "v1", cat.withTitle("Dog")));
    assertThat(HexFormat.of().formatHex(block(old))).isEqualTo(OLD_VIDEOS);
    assertThat(read(HexFormat.of().parseHex(OLD_VIDEOS))).isEqualTo(old);
  }

  @Test
  void aVectorIsPartOfWhatAnEventSays() {
    VideoDetails plain = VideoDetails.published(NOON);
    List<Event> events =
        List.of(
            new VideoPublished("p1", NOON, "v1", plain.withVector(ContentVector.of(1, -0.0f))),
            new VideoUpdated("p2", NOON, "v1", plain.withVector(ContentVector.of(1, 0))),
            new VideoUpdated("p3", NOON, "v1", plain));
    assertThat(read(block(events))).isEqualTo(events);
    assertThat(events.get(1)).isNotEqualTo(new VideoUpdated("p2", NOON, "v1", plain));
  }

  /// The bytes are a file format: this test fails when a change would make old logs unreadable.
  @Test
  void keepsTheFormatOfOldLogs() {
    List<Event> old =
        List.of(
            new FeedServed(
                "f",
                NOON,
                "ann",
                new Context("DE", "tv", "main"),
                List.of("a"),
                "m1",
                "",
                7,
                2,
                List.of("late"),
                List.of(
                    new FeedServed.ServedSlot("cat", List.of("fresh"), .5f, .25f, .125f, 1, -1))),
            new Impression("i", NOON.plusMillis(5), "ann", "cat", "f", 0, Context.UNKNOWN),
            new Watch(
                "w", NOON, "ann", "cat", "f", 31.25, 1.0 / 3, Watch.Completion.ABANDONED, true),
            new Reaction("r", NOON, "ann", "кот", "", Reaction.Kind.REPORT),
            new ProfileUpdated(
                "p",
                NOON,
                "ann",
                new UserProfile("DE", "de", 1990, "", Map.of("b", "2", "a", "1"))));
    assertThat(HexFormat.of().formatHex(block(old))).isEqualTo(OLD_BLOCK);
    assertThat(read(HexFormat.of().parseHex(OLD_BLOCK))).isEqualTo(old);
  }

  @Test
  void feedsOfManyArmsAndOfKnownSettingsAreReadBack() {
    var feed =
        new FeedServed(
            "f", NOON, "ann", Context.UNKNOWN, List.of(), "m", "", 7, 2, List.of(), List.of());
    var layered =
        new FeedServed(
            "g",
            NOON,
            "ann",
            Context.UNKNOWN,
            List.of("a", "b"),
            "m",
            "v1",
            7,
            2,
            List.of(),
            List.of());
    assertThat(read(block(List.of(feed, layered)))).containsExactly(feed, layered);
  }

  @Test
  void noticesEveryFlippedBit() {
    byte[] bytes = block(events.some(4));
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> read(damaged)).isInstanceOf(CorruptLogException.class);
    }
  }

  @Test
  void noticesEveryMissingEnd() {
    byte[] bytes = block(events.some(4));
    for (int size = 0; size < bytes.length; size++) {
      byte[] damaged = Arrays.copyOf(bytes, size);
      assertThatThrownBy(() -> read(damaged)).isInstanceOf(CorruptLogException.class);
    }
  }

  /// Past the checksum, nonsense gives other events or the one exception, and soon.
  @Test
  void survivesNonsenseWithTheRightChecksum() {
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = block(events.some(1 + random.nextInt(5)));
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      var out = BlockWriter.ofBlocks();
      for (int i = 0; i < damaged.length - Integer.BYTES; i++) {
        out.oneByte(damaged[i]);
      }
      out.checksum();
      try {
        read(out.toBytes());
      } catch (CorruptLogException e) {
        assertThat(e).hasMessageContaining("offset ");
      }
    }
  }

  @Test
  void saysWhereItIsDamaged() {
    byte[] bytes = block(events.some(2));
    bytes[bytes.length - 1] ^= 1;
    assertThatThrownBy(() -> new EventBlock(bytes, bytes.length, 17))
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("offset 17")
        .hasMessageContaining("checksum");
  }

  @Test
  void refusesABlockOfALaterVersion() {
    byte[] bytes = block(events.some(2));
    bytes[0] = 2;
    assertThatThrownBy(() -> read(bytes)).hasMessageContaining("block version 2, expected 1");
  }

  @Test
  void digestsAttributesInAnyOrderAlike() {
    var forth = new LinkedHashMap<String, String>();
    var back = new LinkedHashMap<String, String>();
    for (int i = 0; i < 100; i++) {
      forth.put("name" + i, "v");
      back.put("name" + (99 - i), "v");
    }
    assertThat(digest(profile(forth))).isEqualTo(digest(profile(back)));
  }

  @Test
  void digestsOtherContentOtherwise() {
    var click = new Click("1", NOON, "ann", "cat", "f");
    assertThat(digest(click))
        .isEqualTo(digest(new Click("1", NOON, "ann", "cat", "f")))
        .isNotEqualTo(digest(new Click("1", NOON.plusMillis(1), "ann", "cat", "f")))
        .isNotEqualTo(digest(new Click("1", NOON, "bob", "cat", "f")))
        .isNotEqualTo(digest(new Click("1", NOON, "ann", "cat", "")));
  }

  /// Digests are stored: this test fails when a change would make resent events conflict.
  @Test
  void keepsTheDigestsOfOldLogs() {
    assertThat(digest(new Click("1", NOON, "ann", "cat", "f"))).isEqualTo(7604138775574628226L);
    assertThat(EventKey.of("кот", BlockWriter.ofDigests()))
        .isEqualTo(new EventKey(-1533605484840128115L, 9115638875133416281L));
  }

  private static Event profile(Map<String, String> attributes) {
    return new ProfileUpdated("1", NOON, "ann", new UserProfile("", "", 0, "", attributes));
  }

  private static long digest(Event event) {
    return EventCodec.digest(event, BlockWriter.ofDigests());
  }

  private static byte[] block(List<Event> events) {
    var out = BlockWriter.ofBlocks();
    EventBlock.write(events, out);
    return out.toBytes();
  }

  private static List<Event> read(byte[] bytes) {
    var block = new EventBlock(bytes, bytes.length, 1);
    var read = new ArrayList<Event>();
    while (block.hasNext()) {
      read.add(block.read());
    }
    return read;
  }
}
