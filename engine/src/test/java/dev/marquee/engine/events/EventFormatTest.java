package dev.marquee.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.binary.BlockWriter;
import dev.marquee.engine.events.binary.EventBlock;
import dev.marquee.engine.events.json.EventJson;
import dev.marquee.testkit.AnyEvent;
import dev.marquee.testkit.RandomEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Bytes and texts of events are formats of files: this test fails where one of them changes.
class EventFormatTest {

  private static final int EVENTS = 400;

  @Test
  void storedBytesOfEveryEventStayAsTheyAre() {
    var sums = new TreeMap<String, String>();
    for (int type = 0; type < RandomEvents.TYPES; type++) {
      int number = type;
      var random = new RandomEvents(new Random(42 + type), "e");
      List<Event> events =
          IntStream.range(0, EVENTS).mapToObj(i -> asBefore(random.next(number))).toList();
      var out = BlockWriter.ofBlocks();
      EventBlock.write(events, out);
      sums.put(name(events.getFirst()), sum(List.of(out.toBytes())));
    }
    assertThat(sums)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("Click", "907b2c83"),
                Map.entry("FeedServed", "6acb34d4"),
                Map.entry("Follow", "fd6f7762"),
                Map.entry("HistoryImported", "6a00b8d7"),
                Map.entry("Impression", "aef6ef50"),
                Map.entry("ProfileUpdated", "4f2b240b"),
                Map.entry("Reaction", "ca612036"),
                Map.entry("SettingsChanged", "69d96fc4"),
                Map.entry("Unfollow", "c9c9e266"),
                Map.entry("UserErased", "390d5a15"),
                Map.entry("VideoPublished", "6c82939"),
                Map.entry("VideoRemoved", "4f6ae776"),
                Map.entry("VideoUpdated", "79c2916b"),
                Map.entry("Watch", "5978667e")));
  }

  @Test
  void theJsonOfEveryEventStaysAsItIs() {
    var texts = new TreeMap<String, List<byte[]>>();
    for (int seed = 0; seed < EVENTS; seed++) {
      for (Event event : new AnyEvent(new Random(seed)).ofEachType()) {
        texts.computeIfAbsent(name(event), type -> new ArrayList<>()).add(EventJson.write(event));
      }
    }
    var sums = new TreeMap<String, String>();
    texts.forEach((type, all) -> sums.put(type, sum(all)));
    assertThat(sums)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("Click", "b03a5397"),
                Map.entry("FeedServed", "1082ff3f"),
                Map.entry("Follow", "4710aad1"),
                Map.entry("HistoryImported", "40f60e22"),
                Map.entry("Impression", "f7e622df"),
                Map.entry("ProfileUpdated", "2bd4b85e"),
                Map.entry("Reaction", "fc33cf4"),
                Map.entry("SettingsChanged", "9cd08bde"),
                Map.entry("Unfollow", "ab9fac47"),
                Map.entry("UserErased", "8f18da52"),
                Map.entry("VideoPublished", "1899f52d"),
                Map.entry("VideoRemoved", "40e63e1d"),
                Map.entry("VideoUpdated", "31dbda05"),
                Map.entry("Watch", "eb303fc7")));
  }

  /// Without what feeds could not say at first.
  private static Event asBefore(Event event) {
    return event instanceof FeedServed feed
        ? new FeedServed(
            feed.id(),
            feed.at(),
            feed.user(),
            feed.context(),
            feed.arms().subList(0, 1),
            feed.models(),
            "",
            feed.snapshot(),
            feed.userPosition(),
            feed.degraded(),
            feed.slots())
        : event;
  }

  private static String name(Event event) {
    return event.getClass().getSimpleName();
  }

  private static String sum(List<byte[]> parts) {
    var crc = new CRC32C();
    parts.forEach(crc::update);
    return Long.toHexString(crc.getValue());
  }
}
