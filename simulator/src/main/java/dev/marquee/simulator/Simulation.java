package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Limits;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Simulates a world's viewers through the simulated days, and reports their events in time order.
///
/// Each viewer has their own random stream, so that two policies on one world serve the same
/// viewers in the same mood. Memory grows with the number of (viewer, video) pairs seen, not with
/// the number of events.
public final class Simulation {

  private final World world;
  private final FeedPolicy policy;
  private final Consumer<Event> events;
  private final Encounters encounters;
  private final Tally tally;
  private final Pending pending = new Pending();
  private final Iterator<Event> chronicle;
  private Event nextOfChronicle;
  private final PriorityQueue<Visitor> agenda =
      new PriorityQueue<>(
          Comparator.comparing(Visitor::nextAt)
              .thenComparingInt(visitor -> visitor.viewer().index()));

  private Instant now;
  private long requests;
  private long sessions;
  private long refused;

  /// A simulation at the start of the world's days.
  ///
  /// @param events receives each event once, after the policy observed all earlier ones
  public Simulation(World world, FeedPolicy policy, Consumer<Event> events) {
    this.world = world;
    this.policy = policy;
    this.events = events;
    this.encounters = new Encounters(world);
    this.tally = new Tally(world, world.settings().start());
    this.chronicle = Chronicle.of(world).iterator();
    this.nextOfChronicle = chronicle.next();
    this.now = world.settings().start();
    var random = new SplittableRandom(~world.settings().seed());
    for (var viewer : world.viewers()) {
      arrange(new Visitor(viewer, world.settings(), random.split()));
    }
  }

  /// Advances to the next request of any viewer: reports the events until then, requests a feed
  /// from the policy, and decides what the viewer does with it.
  ///
  /// @return false once the days are over and all events are reported
  public boolean step() {
    var visitor = agenda.poll();
    if (visitor == null) {
      tellUntil(Limits.LATEST);
      return false;
    }
    now = visitor.nextAt();
    tellUntil(now);
    requests++;
    if (visitor.arrives()) {
      sessions++;
    }
    int limit = world.settings().feedSize();
    var slate = policy.feed(new FeedRequest(visitor.viewer().id(), visitor.context(), now, limit));
    var viewing = new Viewing(world.settings(), encounters, pending, visitor, slate.feed());
    refused += viewing.look(videos(slate, limit));
    arrange(visitor);
    return true;
  }

  /// Runs to the end of the days.
  public void run() {
    while (step()) {}
  }

  /// Simulates all requests before `at`, and reports the events until then.
  public void runUntil(Instant at) {
    while (!agenda.isEmpty() && agenda.peek().nextAt().isBefore(at)) {
      step();
    }
    tellUntil(at);
  }

  /// The time of the latest request.
  public Instant now() {
    return now;
  }

  /// Events reported so far.
  public Tally tally() {
    return tally;
  }

  /// Feeds requested so far.
  public long requests() {
    return requests;
  }

  /// Sessions opened so far.
  public long sessions() {
    return sessions;
  }

  /// Number of viewed slots with a video that the viewer may not see: unpublished, removed, or not
  /// allowed in the viewer's country or at the viewer's age. Such slots are skipped; a correct
  /// policy causes none.
  public long refused() {
    return refused;
  }

  private void arrange(Visitor visitor) {
    if (visitor.nextAt().isBefore(world.settings().end())) {
      agenda.add(visitor);
    }
  }

  private List<Video> videos(Slate slate, int limit) {
    return slate.videos().stream().limit(limit).map(world::video).toList();
  }

  private void tellUntil(Instant at) {
    while (nextOfChronicle != null && !nextOfChronicle.at().isAfter(at)) {
      pending.happenUntil(nextOfChronicle.at(), this::tell);
      tell(nextOfChronicle);
      nextOfChronicle = chronicle.hasNext() ? chronicle.next() : null;
    }
    pending.happenUntil(at, this::tell);
  }

  private void tell(Event event) {
    events.accept(event);
    policy.observe(event);
    tally.accept(event);
  }
}
