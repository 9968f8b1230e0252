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

/// Makes the events of ratings: a viewer who rates a film was offered it, opened it and watched it.
///
/// From four stars on the watch is completed, and so a positive; below it is abandoned, and the
/// viewer is not interested in the film any more: a rated film is neither recommended again nor, as
/// a low rating, learned from as a positive. The watch time is unknown: 0 seconds, and the
/// completion flag decides. All of this happens in the second of the rating. Which of the ratings
/// of one second came first is not known either, so all of its impressions come before all of its
/// outcomes. The rating's own id stands as the feed, so that every outcome belongs to exactly its
/// impression.
final class MovieLensEvents {

  private static final Context NO_CONTEXT = new Context("", "", "");

  private MovieLensEvents() {}

  /// How many events [#write] makes.
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
