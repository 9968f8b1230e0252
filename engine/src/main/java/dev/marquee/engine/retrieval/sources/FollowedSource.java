package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.Dictionary;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;

/// Videos of the channels that the viewer follows: the latest, with popular videos ranked as if
/// they were newer.
///
/// The channels' lists are the same for every viewer
/// ([Charts][dev.marquee.engine.retrieval.Charts]) and are merged by score. A follow counts from
/// the next request on, a new video from the next charts on. A channel's list holds at most 200
/// videos.
public final class FollowedSource implements CandidateSource {

  @Override
  public Scored find(Query query, int k) {
    Dictionary channels = query.snapshot().videos().channels();
    TopK top = new TopK(k);
    for (String followed : query.user().followed()) {
      int channel = channels.find(followed);
      if (channel >= 0) {
        addAll(query, query.charts().ofChannel(channel), top);
      }
    }
    return Scored.drain(top);
  }

  private static void addAll(Query query, Scored listed, TopK top) {
    VideoTable videos = query.snapshot().videos();
    for (int i = 0; i < listed.size() && top.wants(listed.scores()[i]); i++) {
      int video = listed.videos()[i];
      if (query.eligibility().test(videos, video)) {
        top.add(video, listed.scores()[i]);
      }
    }
  }
}
