package dev.marquee.simulator;

import static dev.marquee.simulator.SmallWorld.SETTINGS;
import static dev.marquee.simulator.SmallWorld.WORLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.json.EventJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final List<Event> HISTORY = history(SETTINGS);

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(history(SETTINGS)).isEqualTo(HISTORY);
  }

  /// The default world never moves: figures of earlier revisions stay comparable.
  @Test
  void theWorldOfASeedStaysWhatItWas() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    HISTORY.forEach(event -> digest.update(EventJson.write(event)));
    assertThat(HISTORY).hasSize(29_146);
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("92a89be090363ae8df4ce0b1fae4762e664e85a6037b00863706b0acdafde17a");
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    assertThat(history(SETTINGS.withSeed(8))).isNotEqualTo(HISTORY);
  }

  @Test
  void idsAreUnique() {
    var ids = new HashSet<String>();
    assertThat(HISTORY).allMatch(event -> ids.add(event.id()));
  }

  @Test
  void timeNeverGoesBack() {
    for (int i = 1; i < HISTORY.size(); i++) {
      assertThat(HISTORY.get(i).at()).isAfterOrEqualTo(HISTORY.get(i - 1).at());
    }
  }

  @Test
  void everyUserAndTheFirstVideosAreKnownBeforeTheStart() {
    var before =
        HISTORY.stream().takeWhile(event -> event.at().isBefore(SETTINGS.start())).toList();
    assertThat(before)
        .filteredOn(ProfileUpdated.class::isInstance)
        .hasSize(SETTINGS.audience().viewers());
    assertThat(before).filteredOn(VideoPublished.class::isInstance).hasSize(900);
    assertThat(before).hasSize(SETTINGS.audience().viewers() + 900);
  }

  @Test
  void uploadsGoOnEachDayAndSomeVideosAreRemoved() {
    for (int day = 0; day < SETTINGS.days(); day++) {
      var from = SETTINGS.start().plus(Duration.ofDays(day));
      var to = from.plus(Duration.ofDays(1));
      assertThat(HISTORY)
          .filteredOn(event -> !event.at().isBefore(from) && event.at().isBefore(to))
          .hasAtLeastOneElementOfType(VideoPublished.class)
          .hasAtLeastOneElementOfType(VideoRemoved.class);
    }
  }

  @Test
  void viewersDoAllThatViewersDo() {
    assertThat(HISTORY)
        .hasAtLeastOneElementOfType(Impression.class)
        .hasAtLeastOneElementOfType(Click.class)
        .hasAtLeastOneElementOfType(Watch.class)
        .hasAtLeastOneElementOfType(Reaction.class)
        .hasAtLeastOneElementOfType(Follow.class);
  }

  @Test
  void ratesAreThoseOfAPlatform() {
    var tally = new Tally(WORLD, SETTINGS.start());
    HISTORY.forEach(tally);
    assertThat(tally.clickRate()).isBetween(0.10, 0.20);
    assertThat(tally.completionRate()).isBetween(0.30, 0.50);
  }

  @Test
  void slotsFurtherDownAreSeenLess() {
    long[] seen = new long[SETTINGS.feedSize()];
    for (var event : HISTORY) {
      if (event instanceof Impression impression) {
        seen[impression.position()]++;
      }
    }
    for (int i = 1; i < seen.length; i++) {
      assertThat(seen[i]).isPositive().isLessThan(seen[i - 1]);
    }
  }

  @Test
  void eventsNameTheFeedTheyAnswer() {
    FeedPolicy policy =
        request -> new Slate("f" + request.at().toEpochMilli(), List.of(first().id()));
    var events = new ArrayList<Event>();
    new Simulation(WORLD, policy, events::add).run();
    assertThat(events)
        .filteredOn(Impression.class::isInstance)
        .isNotEmpty()
        .allMatch(event -> ((Impression) event).feed().startsWith("f"));
  }

  @Test
  void thePolicyHasObservedWhatHappenedBeforeItIsAsked() {
    var observed = new ArrayList<Event>();
    var policy =
        new FeedPolicy() {
          @Override
          public Slate feed(FeedRequest request) {
            assertThat(observed.getLast().at()).isBeforeOrEqualTo(request.at());
            return Slate.of(List.of(first().id()));
          }

          @Override
          public void observe(Event event) {
            observed.add(event);
          }
        };
    var told = new ArrayList<Event>();
    new Simulation(WORLD, policy, told::add).run();
    assertThat(observed).isEqualTo(told);
  }

  @Test
  void aVideoTheViewerMayNotSeeIsPassedOver() {
    var unpublished = WORLD.videos().getLast();
    var events = new ArrayList<Event>();
    var simulation =
        new Simulation(WORLD, request -> Slate.of(List.of(unpublished.id())), events::add);
    simulation.runUntil(unpublished.details().publishedAt());
    assertThat(simulation.refused()).isEqualTo(simulation.requests()).isPositive();
    assertThat(events).noneMatch(Impression.class::isInstance);
  }

  @Test
  void anUnknownVideoIsTheCallersMistake() {
    var simulation = new Simulation(WORLD, request -> Slate.of(List.of("nowhere")), event -> {});
    assertThatThrownBy(simulation::run).hasMessage("no video 'nowhere' in this world");
  }

  @Test
  void satisfiedViewersComeMoreOften() {
    var pleased = new Simulation(WORLD, new OraclePolicy(WORLD), event -> {});
    var bored =
        new Simulation(WORLD, new RandomPolicy(WORLD, new SplittableRandom(1)), event -> {});
    pleased.run();
    bored.run();
    assertThat(pleased.sessions()).isGreaterThan(bored.sessions() * 11 / 10);
  }

  private static List<Event> history(WorldSettings settings) {
    var world = World.create(settings);
    var events = new ArrayList<Event>();
    new Simulation(world, new LoggingPolicy(world, new SplittableRandom(1)), events::add).run();
    return events;
  }

  private static Video first() {
    return WORLD.videos().getFirst();
  }
}
