package dev.marquee.engine.events.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.json.EventJson.Sender;
import dev.marquee.testkit.AnyEvent;
import dev.marquee.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final String CLICK =
      """
      {"type":"click","id":"c1","at":"2026-11-23T12:00:00Z","user":"u1","video":"v1"}\
      """;

  private static final Event CLICKED = new Click("c1", NOON, "u1", "v1", "");

  @Test
  void everyEventIsReadBackEqual(@Seed long seed) {
    var any = new AnyEvent(new Random(seed));
    for (int round = 0; round < 300; round++) {
      List<Event> events = any.ofEachType();
      for (Event event : events) {
        byte[] text = EventJson.write(event);
        assertThat(EventJson.readOne(text, 0, text.length, Sender.SERVER))
            .as("seed %d: %s", seed, new String(text, UTF_8))
            .isEqualTo(event);
      }
      var lines = new ByteArrayOutputStream();
      EventJson.writeLines(events, lines);
      assertThat(EventJson.read(lines.toByteArray(), Sender.SERVER))
          .as("seed %d", seed)
          .isEqualTo(events);
    }
  }

  @Test
  void detailsAndProfilesAreReadBackEqual(@Seed long seed) {
    var any = new AnyEvent(new Random(seed));
    for (int round = 0; round < 300; round++) {
      VideoDetails video = any.video();
      assertThat(EventJson.readVideo(EventJson.write(video), NOON))
          .as("seed %d", seed)
          .isEqualTo(video);
      UserProfile profile = any.profile();
      assertThat(EventJson.readProfile(EventJson.write(profile)))
          .as("seed %d", seed)
          .isEqualTo(profile);
    }
  }

  @Test
  void aBatchIsAListOrOneEventOrOneEventPerLine() {
    assertThat(read(CLICK)).containsExactly(CLICKED);
    assertThat(read("[" + CLICK + "," + CLICK + "]")).containsExactly(CLICKED, CLICKED);
    assertThat(read(CLICK + "\n" + CLICK)).containsExactly(CLICKED, CLICKED);
    assertThat(read("\uFEFF" + CLICK + "\r\n\r\n" + CLICK + "\r\n")).hasSize(2);
    assertThat(read(CLICK.replace(",", ",\n"))).containsExactly(CLICKED);
    assertThat(read("[]")).isEmpty();
  }

  @Test
  void aStreamHandsOverEventByEvent() {
    var events = new ArrayList<Event>();
    String text = "\uFEFF" + CLICK + "\n" + CLICK + "\noops";
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(
            () ->
                EventJson.read(
                    new ByteArrayInputStream(text.getBytes(UTF_8)), Sender.CLIENT, events::add))
        .withMessageStartingWith("line 3: ");
    assertThat(events).containsExactly(CLICKED, CLICKED);
  }

  @Test
  void aStreamThatFailsIsNoFaultOfTheEvents() throws IOException {
    var broken = InputStream.nullInputStream();
    broken.close();
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> EventJson.read(broken, Sender.CLIENT, event -> {}))
        .withMessageContaining("Stream closed");
  }

  @Test
  void fieldsComeInAnyOrder() {
    assertThat(
            read(
                """
                {"video":"v1","completed":true,"watchedSeconds":3,"user":"u1",
                 "at":"2026-11-23T13:00+01:00","id":"w1","type":"watch"}\
                """))
        .containsExactly(
            new Watch("w1", NOON, "u1", "v1", "", 3, 0, Watch.Completion.COMPLETED, false));
  }

  @Test
  void offsetsMayLackTheirColon() {
    for (String at : List.of("2026-11-23T12:00:00+0000", "2026-11-23T13:00:00.000+0100")) {
      byte[] bytes =
          "{\"type\":\"follow\",\"id\":\"f\",\"at\":\"%s\",\"user\":\"u\",\"channel\":\"c\"}"
              .formatted(at)
              .getBytes(UTF_8);
      assertThat(EventJson.readOne(bytes, 0, bytes.length, EventJson.Sender.CLIENT).at())
          .isEqualTo(NOON);
    }
  }

  @Test
  void aWholeNumberMayHaveAPoint() {
    assertThat(EventJson.readProfile("{\"birthYear\":1990.0}".getBytes(UTF_8)).birthYear())
        .isEqualTo(1990);
  }

  @Test
  void whatIsMissingOrNullIsUnknown() {
    assertThat(
            read(
                """
                {"type":"impression","id":"i","at":"2026-11-23T12:00:00Z","user":"u","video":"v",
                 "feed":null,"position":null,"country":null}\
                """))
        .containsExactly(new Impression("i", NOON, "u", "v", "", -1, Context.UNKNOWN));
    assertThat(EventJson.readProfile("{}".getBytes(UTF_8))).isEqualTo(UserProfile.UNKNOWN);
    assertThat(EventJson.readVideo("{}".getBytes(UTF_8), NOON))
        .isEqualTo(VideoDetails.published(NOON));
  }

  @Test
  void theOneArmOfAnOldFeedIsReadAsAListOfIt() {
    assertThat(feed("\"arm\":\"a\"").arms()).containsExactly("a");
    assertThat(feed("\"arm\":\"\"").arms()).isEmpty();
    assertThat(feed("\"arm\":null").arms()).isEmpty();
    assertThat(feed("\"arms\":[\"a\",\"b\"]").arms()).containsExactly("a", "b");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> feed("\"arm\":\"a\",\"arms\":[\"a\"]"))
        .withMessage("line 1: 'arm' is given besides 'arms', expected one of the two");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> feed("\"arms\":[\"\"]"))
        .withMessage("line 1: 'arms' is '', expected the names of arms");
  }

  private static FeedServed feed(String field) {
    String start = CLICK.replace("click", "feed-served").replace(",\"video\":\"v1\"}", ",");
    byte[] text = (start + field + "}").getBytes(UTF_8);
    return (FeedServed) EventJson.read(text, Sender.SERVER).getFirst();
  }

  @Test
  void attributesKeepNumbersAndBooleansAsTheyAreWritten() {
    var profile =
        EventJson.readProfile(
            "{\"attributes\":{\"a\":1.0,\"b\":true,\"c\":\"x\",\"d\":1e3}}".getBytes(UTF_8));
    assertThat(profile.attributes())
        .isEqualTo(Map.of("a", "1.0", "b", "true", "c", "x", "d", "1e3"));
  }

  @Test
  void whatIsUnknownIsNotWritten() {
    assertThat(new String(EventJson.write(CLICKED), UTF_8)).isEqualTo(CLICK);
  }

  @Test
  void onlyTheServerWritesFeedsAndErasures() {
    var erased = new UserErased("e", NOON, "u");
    byte[] text = EventJson.write(erased);
    assertThat(EventJson.read(text, Sender.SERVER)).containsExactly(erased);
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.read(text, Sender.CLIENT))
        .withMessage(
            "line 1: 'type' is 'user-erased', expected an event that clients may send: a user is"
                + " erased by DELETE /v1/users/{id}");
  }

  private static List<Event> read(String text) {
    return EventJson.read(text.getBytes(UTF_8), Sender.CLIENT);
  }
}
