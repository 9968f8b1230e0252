/// A synthetic audience with known tastes: settings and a [FeedPolicy] come in, the platform's
/// events come out in time order; they feed an event log, a closed loop or a rehearsed experiment.
///
/// A [World] is made once from its [WorldSettings]: viewers with latent tastes, channels, and a
/// catalog that goes on growing while the days pass. It never changes and it knows the truth, such
/// as the [expected watch seconds][World#expectedWatchSeconds] of any viewer and video. A
/// [Simulation] lets the viewers live in it: they come, ask the policy for a feed, look at some of
/// it, click, watch, react, and return sooner the better they liked it.
///
/// ```java
/// var world = World.create(WorldSettings.defaults());
/// var history = new LoggingPolicy(world, new SplittableRandom(1));
/// new Simulation(world, history, event -> log.append(List.of(event))).run();
/// ```
///
/// The system under test is a [FeedPolicy] of a few lines, be it a funnel in this process or a
/// server behind HTTP; it reads the log and must not look at the world. [ClosedLoop] says what
/// watch time it earns after a warm-up by the platform's old policy:
///
/// ```java
/// var loop = ClosedLoop.defaults();
/// double seconds = loop.run(world -> new Funnel(…)).watchSecondsPerUser();
/// ```
///
/// The yardsticks are [RandomPolicy], [PopularPolicy] and [OraclePolicy], which knows the truth.
///
/// Everything follows from the seed: the same settings, policy and random generators give the same
/// events to the byte. Nothing reads a clock, and no order depends on a hash. One thread.
package dev.marquee.simulator;
