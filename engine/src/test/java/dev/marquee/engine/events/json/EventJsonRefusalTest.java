package dev.marquee.engine.events.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.json.EventJson.Sender;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonRefusalTest {

  private static final String START =
      "{\"type\":\"watch\",\"id\":\"w\",\"at\":\"2026-11-23T12:00:00Z\",\"user\":\"u\""
          + ",\"video\":\"v\"";

  /// The text after the fields above, and the beginning of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "} | 'watchedSeconds' is missing, expected a number",
        ",'watchedSeconds':null} | 'watchedSeconds' is missing, expected a number",
        ",'watchedSeconds':'3'} | 'watchedSeconds' is '3', expected a number",
        ",'watchedSeconds':-1} | 'watchedSeconds' is -1.0, expected seconds from 0 to 864000",
        ",'watchedSeconds':1e999} | 'watchedSeconds' is Infinity, expected seconds from 0",
        ",'watchedSeconds':[3]} | 'watchedSeconds' is a list, expected a number",
        ",'watchedSeconds':NaN} | 'watchedSeconds' is unreadable at line 1, column 97, expected"
            + " JSON (Non-s",
        ",'watchedSeconds':1,'watchedSeconds':2} | 'watchedSeconds' is repeated, expected each",
        ",'watchedSecond':1} | 'watchedSecond' is no field of 'watch', expected one of type, id,"
            + " at,",
        ",'kind':'like'} | 'kind' is no field of 'watch', expected one of",
        ",'colour':'red'} | 'colour' is no field of 'watch', expected one of",
        ",'watchedSeconds':1,'completed':['v']} | 'completed' is of another type, expected true",
        ",'watchedSeconds':1,'completed':'yes'} | 'completed' is 'yes', expected true or false",
        ",'watchedSeconds':1,'last':1} | 'last' is 1, expected true or false",
        ",'watchedSeconds':1,'feed':{}} | 'feed' is an object, expected a text",
        ",'watchedSeconds':1,'feed':'\\ud800'} | 'feed' is a text with an unpaired surrogate",
        ",'watchedSeconds':1 | 'watchedSeconds' is unreadable at line 1,",
        ",'watchedSeconds':1}} | 'json' is unreadable at line 1,",
        ",'watchedSeconds':1} {} | 'events' is not one per line, expected a line break between",
        ",'watchedSeconds':1} x | 'json' is unreadable at line 1,",
      })
  void aBrokenWatchIsRefused(String rest, String message) {
    assertRefused(START + rest.replace('\'', '"'), "line 1: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 'events' is empty, expected a JSON list of events, one event, or one event per line",
        "[{'colour':'red'}] | 'events[0].colour' is no field of an event, expected one",
        "3 | line 1: 'json' is 3, expected a JSON object",
        "oops | 'json' is unreadable at line 1, column 5, expected JSON (Unrecognized token 'oops'",
        "[[]] | 'events[0]' is a list, expected a JSON object",
        "[null] | 'events[0]' is null, expected a JSON object",
        "[ | 'json' is unreadable at line 1, column 2, expected JSON (Unexpected end-of-input: e",
        "[] [] | 'json' is followed by more text at line 1, expected nothing after its end",
        "[{}] | 'events[0].type' is missing, expected a text",
        "[{'type':'clik'}] | 'events[0].type' is 'clik', expected one of video-published,",
        "[{'type':'click'}] | 'events[0].id' is missing, expected a text",
        "[{'type':'click','id':''}] | 'events[0].at' is missing, expected a time",
        "[{'id':7}] | 'events[0].id' is 7, expected a text",
        "[{'at':1650812741436}] | 'events[0].at' is 1650812741436, expected an ISO-8601 time with",
        "[{'at':'yesterday'}] | 'events[0].at' is 'yesterday', expected an ISO-8601 time with a",
        "[{'at':'2026-11-23T10:00:00'}] | 'events[0].at' is '2026-11-23T10:00:00', expected an ISO",
        "[{'at':'2026-02-30T10:00:00Z'}] | 'events[0].at' is '2026-02-30T10:00:00Z', expected",
        "[{'at':'2026-02-20T24:00:00Z'}] | 'events[0].at' is '2026-02-20T24:00:00Z', expected",
        "[{'categories':['a',1]}] | 'events[0].categories[1]' is 1, expected a text",
        "[{'attributes':{'a':null}}] | 'events[0].attributes.a' is null, expected a text, a number",
        "[{'attributes':{'a':{}}}] | 'events[0].attributes.a' is an object, expected a text, a",
        "[{'attributes':{'a':1,'a':1}}] | 'events[0].attributes.a' is repeated, expected each",
        "[{'vector':0.5}] | 'events[0].vector' is 0.5, expected a list of numbers",
        "[{'vector':[0.5,'1']}] | 'events[0].vector[1]' is '1', expected a number",
        "[{'vector':[0.5,1e39]}] | 'events[0].vector[1]' is 1e39, expected a number that is finite",
        "[{'vector':[0.5,null]}] | 'events[0].vector[1]' is null, expected a number",
        "[{'maturity':1.5}] | 'events[0].maturity' is 1.5, expected a whole number",
        "[{'type':'impression','id':'i','at':'2026-11-23T12:00:00Z','user':'u','video':'v','position':-1}]"
            + " | 'events[0].position' is -1, expected a whole number of at least 0, or none if it"
            + " is unknown",
        "[{'maturity':99999999999}] | 'events[0].maturity' is 99999999999, expected a whole number",
        "[{'snapshot':99999999999999999999}] | 'events[0].snapshot' is 99999999999999999999, expec",
        "[{'slots':[{'video':'v'},{'vdeo':'v'}]}] | 'events[0].slots[1].vdeo' is no field of a"
            + " slot",
        "[{'slots':[{}]}] | 'events[0].slots[0].video' is missing, expected a text",
        "[{'slots':[{'video':''}]}] | 'events[0].slots[0].video' is '', expected an id of 1 to 256",
      })
  void aBrokenBatchIsRefused(String text, String message) {
    assertRefused(text.replace('\'', '"'), message);
  }

  @Test
  void theNearestWordIsSuggested() {
    assertRefusal("[{'type':'feed_serve'}]").hasMessageEndingWith("follow, unfollow");
    assertRefusal("[{'type':'VideoPublished'}]")
        .hasMessageEndingWith("(did you mean 'video-published'?)");
    assertRefusal("[{'type':'clik'}]").hasMessageEndingWith("(did you mean 'click'?)");
    assertRefusal("[{'watchedSecs':1}]").hasMessageEndingWith("(did you mean 'watchedSeconds'?)");
    assertRefusal(
            "[{'type':'reaction','id':'r','at':'2026-11-23T12:00:00Z','user':'u',"
                + "'video':'v','kind':'liked'}]")
        .hasMessage(
            "'events[0].kind' is 'liked', expected one of like, dislike, save, share, comment,"
                + " not-interested, report (did you mean 'like'?)");
  }

  @Test
  void aLineIsNamedByItsNumber() {
    String good = START + ",\"watchedSeconds\":1}\n";
    assertRefused(
        good + "\n" + good + START + ",\"watchedSeconds\":-1}",
        "line 4: 'watchedSeconds' is -1.0, expected seconds");
    assertRefused(good + good + "\u0000", "line 3: 'json' is unreadable");
  }

  @Test
  void aFieldAndItsValueCanBeReadOneByOne() {
    var refused =
        catchThrowableOfType(
            InvalidEventException.class,
            () -> read("[{\"id\":\"" + "x".repeat(300) + "\",\"at\":7}]"));
    assertThat(refused.field()).isEqualTo("events[0].at");
    assertThat(refused.value()).isEqualTo("7");
    assertThat(refused.expected()).startsWith("an ISO-8601 time with a zone");
  }

  @Test
  void longValuesAreShortenedAndControlCharactersNotRepeated() {
    assertRefusal("[{'at':'\\u001b[31m" + "x".repeat(300) + "'}]")
        .hasMessageStartingWith(
            "'events[0].at' is '?[31m" + "x".repeat(55) + "… (305 characters)'");
  }

  @Test
  void onlyUtf8IsRead() {
    byte[] latin = "\n{\"id\":\"é\"}".getBytes(ISO_8859_1);
    byte[] overlong = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
    for (byte[] text : new byte[][] {latin, overlong, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}}) {
      assertThatExceptionOfType(InvalidEventException.class)
          .isThrownBy(() -> EventJson.read(text, Sender.CLIENT))
          .withMessageContaining("'json' is not UTF-8, expected JSON in UTF-8");
      assertThatExceptionOfType(InvalidEventException.class)
          .isThrownBy(
              () -> EventJson.read(new ByteArrayInputStream(text), Sender.CLIENT, event -> {}))
          .withMessageContaining("'json' is not UTF-8, expected JSON in UTF-8");
    }
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.read("[]".getBytes(UTF_16LE), Sender.CLIENT));
  }

  @Test
  void deepNestingIsRefusedWhereItBegins() {
    assertRefused("[".repeat(100_000), "'events[0]' is a list, expected a JSON object");
    assertRefused(
        "[{\"attributes\":" + "{\"a\":".repeat(100_000),
        "'events[0].attributes.a' is an object, expected a text");
  }

  @Test
  void videosAndProfilesAreRefusedInTheSameWords() {
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readVideo("{\"titel\":1}".getBytes(UTF_8), Instant.EPOCH))
        .withMessageStartingWith("'titel' is no field of a video, expected one of")
        .withMessageEndingWith("(did you mean 'title'?)");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readProfile("{\"birthYear\":-3} ".getBytes(UTF_8)))
        .withMessage("'birthYear' is -3, expected a whole number of at least 0");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readProfile("{\"birthYear\":18}".getBytes(UTF_8)))
        .withMessageMatching(
            "'birthYear' is 18, expected a year from 1900 to 20\\d\\d, or none if it is unknown"
                + " \\(18 looks like an age\\)");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readProfile("{\"birthYear\":3000}".getBytes(UTF_8)))
        .withMessageMatching(
            "'birthYear' is 3000, expected a year from 1900 to 20\\d\\d, or none if it is unknown");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readProfile("{} {}".getBytes(UTF_8)))
        .withMessage("'json' is followed by more text at line 1, expected nothing after its end");
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> EventJson.readProfile(new byte[0]))
        .withMessage("'json' is empty, expected a JSON object");
  }

  private static void assertRefused(String text, String message) {
    assertThatExceptionOfType(InvalidEventException.class)
        .isThrownBy(() -> read(text))
        .withMessageStartingWith(message);
  }

  private static AbstractThrowableAssert<?, ?> assertRefusal(String text) {
    return assertThat(
        catchThrowableOfType(InvalidEventException.class, () -> read(text.replace('\'', '"'))));
  }

  private static void read(String text) {
    EventJson.read(text.getBytes(UTF_8), Sender.CLIENT);
  }
}
