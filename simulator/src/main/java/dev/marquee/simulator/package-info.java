/// A synthetic audience with known tastes: settings and a [FeedPolicy] come in, the platform's
/// events go out in time order, to an event log, a closed loop or an experiment.
///
/// A [World] is created once from its [WorldSettings]: viewers with latent tastes, channels, and a
/// catalog that grows during the simulated days. It is immutable and knows the ground truth, such
/// as the [expected watch seconds][World#expectedWatchSeconds] of any viewer and video. A
/// [Simulation] runs the viewers in it: they arrive, request a feed from the policy, look at part
/// of it, click, watch, react, and return sooner the better they liked it.
///
/// ```java
/// var world = World.create(WorldSettings.defaults());
/// var history = new LoggingPolicy(world, new SplittableRandom(1));
/// new Simulation(world, history, event -> log.append(List.of(event))).run();
/// ```
///
/// The system under test is wrapped in a [FeedPolicy] of a few lines, whether it is a funnel in
/// this process or a server behind HTTP. It reads the log and must not read the world. [ClosedLoop]
/// measures the watch time it achieves after a warm-up by the platform's old policy:
///
/// ```java
/// var loop = ClosedLoop.defaults();
/// double seconds = loop.run(world -> new Funnel(…)).watchSecondsPerUser();
/// ```
///
/// The baselines are [RandomPolicy], [PopularPolicy] and [OraclePolicy], which knows the ground
/// truth.
///
/// Runs are reproducible from the seed: the same settings, policy and random generators give
/// byte-identical events. Nothing reads a clock, and no order depends on a hash. Single-threaded.
package dev.marquee.simulator;
