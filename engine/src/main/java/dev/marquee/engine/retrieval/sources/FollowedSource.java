package dev.marquee.engine.retrieval.sources;

import dev.marquee.engine.catalog.Dictionary;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.TopK;
import dev.marquee.engine.retrieval.CandidateSource;
import dev.marquee.engine.retrieval.Query;
import dev.marquee.engine.retrieval.Scored;

/// Videos of the channels that the viewer follows: the latest, but a hit stays longer.
///
/// The channels' lists are the same for every viewer of a moment
/// ([Charts][dev.marquee.engine.retrieval.Charts]) and merged by their scores. A follow counts from
/// the next request on; a channel's video from the next charts on, of which a channel's list holds
/// 200.
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
