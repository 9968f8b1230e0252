package dev.marquee.server.imports;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Reaction.Kind;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Converts ratings to events: a viewer who rated a film was shown it, clicked it and watched it.
///
/// With four or five stars the watch is completed, and so positive. With fewer stars it is
/// abandoned, and the viewer also sends the reaction `not-interested`. So a rated film is not
/// recommended again, and a low rating does not count as positive. The watch time is unknown, so it
/// is 0 seconds and the completion flag decides. All events have the time of the rating. The order
/// of ratings within one second is unknown, so all impressions of a second come before all
/// outcomes. The rating's id serves as the feed id, so that every outcome is attributed to exactly
/// its impression.
final class MovieLensEvents {

  private static final Context NO_CONTEXT = new Context("", "", "");

  private MovieLensEvents() {}

  /// Number of events that [#write] makes.
  static long count(List<MovieLensRating> ratings) {
    return ratings.stream().mapToLong(rating -> rating.isCompleted() ? 3 : 4).sum();
  }

  /// @param ratings sorted by [MovieLensRating#BY_TIME]
  static void write(List<MovieLensRating> ratings, Consumer<Event> sink) {
    for (int from = 0, to; from < ratings.size(); from = to) {
      to = from;
      while (to < ratings.size() && ratings.get(to).second() == ratings.get(from).second()) {
        sink.accept(impression(ratings.get(to++)));
      }
      ratings.subList(from, to).forEach(rating -> outcomes(rating, sink));
    }
  }

  private static Event impression(MovieLensRating rating) {
    String id = id(rating);
    return new Impression(
        id + "-impression", at(rating), user(rating), film(rating), id, -1, NO_CONTEXT);
  }

  private static void outcomes(MovieLensRating rating, Consumer<Event> sink) {
    String id = id(rating);
    Instant at = at(rating);
    String user = user(rating);
    String film = film(rating);
    sink.accept(new Click(id + "-click", at, user, film, id));
    if (!rating.isCompleted()) {
      sink.accept(new Reaction(id + "-refusal", at, user, film, id, Kind.NOT_INTERESTED));
    }
    Completion completion = rating.isCompleted() ? Completion.COMPLETED : Completion.ABANDONED;
    sink.accept(new Watch(id + "-watch", at, user, film, id, 0, 0, completion, true));
  }

  private static Instant at(MovieLensRating rating) {
    return Instant.ofEpochSecond(rating.second());
  }

  private static String user(MovieLensRating rating) {
    return String.valueOf(rating.user());
  }

  private static String film(MovieLensRating rating) {
    return String.valueOf(rating.film());
  }

  private static String id(MovieLensRating rating) {
    return "ml-" + rating.user() + "-" + rating.film() + "-" + rating.second();
  }
}
