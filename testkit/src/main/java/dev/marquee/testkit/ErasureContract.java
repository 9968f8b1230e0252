package dev.marquee.testkit;

import static dev.marquee.testkit.EventLogContract.NOON;
import static dev.marquee.testkit.EventLogContract.append;
import static dev.marquee.testkit.EventLogContract.eventsOf;
import static dev.marquee.testkit.EventLogContract.isOf;
import static dev.marquee.testkit.EventLogContract.nobody;
import static dev.marquee.testkit.EventLogContract.offsets;
import static dev.marquee.testkit.EventLogContract.only;
import static dev.marquee.testkit.EventLogContract.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventLog;
import dev.marquee.engine.events.EventLog.Appended;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserEvent;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.testkit.EventLogContract.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The contract of every event log for erased users.
public interface ErasureContract {

  /// See [EventLogContract#open].
  EventLog open();

  @Test
  default void takesAnErasedUsersIdentityOutAndKeepsTheRest() {
    var context = new Context("DE", "tv", "");
    var feed =
        new FeedServed(
            "feed-x", NOON, "nikola", context, List.of(), "", "", 1, 0, List.of(), List.of());
    var profile = new UserProfile("DE", "de", 1990, "", Map.of("mail", "nikola@example.org"));
    List<Event> events =
        List.of(
            new ProfileUpdated("nikola-1", NOON, "nikola", profile),
            feed,
            new Impression("nikola-2", NOON, "nikola", "cat", "feed-x", 0, context),
            new Click("nikola-3", NOON, "nikola", "cat", "feed-x"),
            new Click("bob-1", NOON, "bob", "cat", ""),
            new Follow("nikola-4", NOON, "nikola", "pets"),
            new UserErased("nikola-5", NOON, "nikola"));
    List<Logged> before;
    List<Logged> after;
    try (var log = open()) {
      Appended erased = append(log, events);
      append(log, List.of(new Click("nikola-6", NOON, "nikola", "dog", "")));
      before = read(log);
      log.erase("nikola", "gone", erased.offsets().get(log.partitionOf("nikola")));
      after = read(log);
      assertThat(append(log, events).repeated()).isEqualTo(events.size());
    }
    try (var log = open()) {
      assertThat(read(log)).isEqualTo(after);
    }
    assertThat(after).hasSameSizeAs(before);
    assertThat(after).extracting(Logged::offset).isEqualTo(offsets(before));
    var pseudonymous = new ArrayList<Event>();
    for (int i = 0; i < after.size(); i++) {
      Event event = after.get(i).event();
      if (isOf("gone", event)) {
        pseudonymous.add(event);
        assertThat(event).hasSameClassAs(before.get(i).event());
        assertThat(event.toString()).doesNotContain("nikola", "feed-x");
      } else {
        assertThat(event).isEqualTo(before.get(i).event());
      }
    }
    assertThat(pseudonymous).hasSize(6);
    String feedId = only(FeedServed.class, pseudonymous).id();
    assertThat(only(Impression.class, pseudonymous))
        .isEqualTo(
            new Impression(
                only(Impression.class, pseudonymous).id(),
                NOON,
                "gone",
                "cat",
                feedId,
                0,
                context));
    assertThat(only(Click.class, pseudonymous).feed()).isEqualTo(feedId);
    assertThat(only(Follow.class, pseudonymous).channel()).isEqualTo("pets");
    assertThat(only(ProfileUpdated.class, pseudonymous).profile()).isEqualTo(UserProfile.UNKNOWN);
    assertThat(pseudonymous).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(eventsOf(after).stream().filter(event -> isOf("nikola", event)))
        .extracting(Event::id)
        .containsExactly("nikola-6");
  }

  @Test
  default void keepsWhatAnErasedUserDidForTheCounters(@Seed long seed) {
    var random = new RandomEvents(new Random(seed), "e");
    List<Event> events = new ArrayList<>(random.some(1_000));
    String user =
        events.stream()
            .filter(UserEvent.class::isInstance)
            .map(e -> ((UserEvent) e).user())
            .findFirst()
            .get();
    events.add(new UserErased("last", NOON, user));
    List<Logged> before;
    List<Logged> after;
    try (var log = open()) {
      // Earlier erasures of the same user have already been carried out.
      events.removeIf(e -> e instanceof UserErased && isOf(user, e) && !e.id().equals("last"));
      Appended erased = append(log, events);
      before = read(log);
      log.erase(user, "gone", erased.offsets().get(log.partitionOf(user)));
      after = read(log);
    }
    assertThat(eventsOf(after)).noneMatch(event -> isOf(user, event));
    for (int i = 0; i < before.size(); i++) {
      Event event = before.get(i).event();
      assertThat(after.get(i).offset()).isEqualTo(before.get(i).offset());
      if (isOf(user, event)) {
        assertThat(nobody(after.get(i).event())).isEqualTo(nobody(event));
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }
}
