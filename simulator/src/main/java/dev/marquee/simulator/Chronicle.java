package dev.marquee.simulator;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Events that do not depend on the viewers' behaviour, in time order: viewers join, videos are
/// published and removed.
final class Chronicle {

  private Chronicle() {}

  static List<Event> of(World world) {
    var events = new ArrayList<Event>();
    for (var viewer : world.viewers()) {
      var id = viewer.id() + "-joined";
      events.add(new ProfileUpdated(id, viewer.joinedAt(), viewer.id(), viewer.profile()));
    }
    for (var video : world.videos()) {
      var publishedAt = video.details().publishedAt();
      var id = video.id() + "-published";
      events.add(new VideoPublished(id, publishedAt, video.id(), video.details()));
      video
          .removedAt()
          .ifPresent(at -> events.add(new VideoRemoved(video.id() + "-removed", at, video.id())));
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }
}
