package dev.marquee.engine.events.binary;

import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Context;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.FeedServed.Slot;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Reaction.Kind;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.UserProfile;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.events.VideoEvent;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import dev.marquee.engine.events.Watch.Completion;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.datasketches.hash.MurmurHash3;

/// The binary form of an event: its type's code, time, id, and its fields in the order below.
///
/// Codes and the order of fields are a file format: they never change. A new type gets a new code;
/// changed fields are a new version of [EventBlock], and the old one stays readable. A video with a
/// vector is a type of its own, so that videos without one have the bytes and digests that they had
/// before there were vectors.
///
/// Texts that come again (users, videos, feeds, channels, countries …) are references, which are
/// written once per block; event ids, titles and thumbnails come once and are not remembered.
public final class EventCodec {

  private static final int VIDEO_PUBLISHED = 1;
  private static final int VIDEO_UPDATED = 2;
  private static final int VIDEO_REMOVED = 3;
  private static final int PROFILE_UPDATED = 4;
  private static final int USER_ERASED = 5;
  private static final int HISTORY_IMPORTED = 6;
  private static final int FEED_SERVED = 7;
  private static final int IMPRESSION = 8;
  private static final int CLICK = 9;
  private static final int WATCH = 10;
  private static final int REACTION = 11;
  private static final int FOLLOW = 12;
  private static final int UNFOLLOW = 13;
  private static final int VIDEO_PUBLISHED_WITH_VECTOR = 14;
  private static final int VIDEO_UPDATED_WITH_VECTOR = 15;

  private static final long SEED = 0;

  private EventCodec() {}

  /// 64 bits of an event's content, the same in every block and in every process.
  ///
  /// @param scratch a writer of digests, whose bytes are replaced by the event's
  public static long digest(Event event, BlockWriter scratch) {
    scratch.clear();
    write(event, scratch);
    return MurmurHash3.hash(scratch.bytes(), 0, scratch.size(), SEED)[0];
  }

  /// Writes an event.
  public static void write(Event event, BlockWriter out) {
    switch (event) {
      case VideoPublished e ->
          video(VIDEO_PUBLISHED, VIDEO_PUBLISHED_WITH_VECTOR, e, e.details(), out);
      case VideoUpdated e -> video(VIDEO_UPDATED, VIDEO_UPDATED_WITH_VECTOR, e, e.details(), out);
      case VideoRemoved e -> {
        head(VIDEO_REMOVED, e, out);
        out.reference(e.video());
      }
      case ProfileUpdated e -> {
        head(PROFILE_UPDATED, e, out);
        out.reference(e.user());
        profile(e.profile(), out);
      }
      case UserErased e -> {
        head(USER_ERASED, e, out);
        out.reference(e.user());
      }
      case HistoryImported e -> {
        head(HISTORY_IMPORTED, e, out);
        out.reference(e.user());
        references(e.shown(), out);
        references(e.liked(), out);
        references(e.completed(), out);
        out.unsigned(e.totalShown());
        out.oneByte(e.lastShownAt().isPresent() ? 1 : 0);
        e.lastShownAt().ifPresent(time -> out.signed(time.toEpochMilli()));
      }
      case FeedServed e -> {
        head(FEED_SERVED, e, out);
        out.reference(e.user());
        context(e.context(), out);
        out.reference(e.arm());
        out.reference(e.models());
        out.signed(e.snapshot());
        out.signed(e.userPosition());
        references(e.degraded(), out);
        out.unsigned(e.slots().size());
        for (int i = 0; i < e.slots().size(); i++) {
          slot(e.slots().get(i), out);
        }
      }
      case Impression e -> {
        head(IMPRESSION, e, out);
        out.reference(e.user());
        out.reference(e.video());
        out.reference(e.feed());
        out.unsigned(e.position() + 1L);
        context(e.context(), out);
      }
      case Click e -> {
        head(CLICK, e, out);
        out.reference(e.user());
        out.reference(e.video());
        out.reference(e.feed());
      }
      case Watch e -> {
        head(WATCH, e, out);
        out.reference(e.user());
        out.reference(e.video());
        out.reference(e.feed());
        out.seconds(e.watchedSeconds());
        out.seconds(e.durationSeconds());
        out.oneByte(code(e.completion()));
        out.oneByte(e.last() ? 1 : 0);
      }
      case Reaction e -> {
        head(REACTION, e, out);
        out.reference(e.user());
        out.reference(e.video());
        out.reference(e.feed());
        out.oneByte(code(e.kind()));
      }
      case Follow e -> {
        head(FOLLOW, e, out);
        out.reference(e.user());
        out.reference(e.channel());
      }
      case Unfollow e -> {
        head(UNFOLLOW, e, out);
        out.reference(e.user());
        out.reference(e.channel());
      }
    }
  }

  /// Reads an event.
  static Event read(BlockReader in) {
    int type = in.oneByte();
    var at = Instant.ofEpochMilli(in.time());
    String id = type == FEED_SERVED ? in.reference() : in.text();
    return switch (type) {
      case VIDEO_PUBLISHED -> new VideoPublished(id, at, in.reference(), details(in));
      case VIDEO_UPDATED -> new VideoUpdated(id, at, in.reference(), details(in));
      case VIDEO_PUBLISHED_WITH_VECTOR ->
          new VideoPublished(id, at, in.reference(), details(in).withVector(vector(in)));
      case VIDEO_UPDATED_WITH_VECTOR ->
          new VideoUpdated(id, at, in.reference(), details(in).withVector(vector(in)));
      case VIDEO_REMOVED -> new VideoRemoved(id, at, in.reference());
      case PROFILE_UPDATED -> new ProfileUpdated(id, at, in.reference(), profile(in));
      case USER_ERASED -> new UserErased(id, at, in.reference());
      case HISTORY_IMPORTED ->
          new HistoryImported(
              id,
              at,
              in.reference(),
              references(in),
              references(in),
              references(in),
              in.int31(),
              flag(in) ? Optional.of(Instant.ofEpochMilli(in.signed())) : Optional.empty());
      case FEED_SERVED ->
          new FeedServed(
              id,
              at,
              in.reference(),
              context(in),
              in.reference(),
              in.reference(),
              in.signed(),
              in.signed(),
              references(in),
              slots(in));
      case IMPRESSION ->
          new Impression(
              id,
              at,
              in.reference(),
              in.reference(),
              in.reference(),
              Math.toIntExact(in.unsigned() - 1),
              context(in));
      case CLICK -> new Click(id, at, in.reference(), in.reference(), in.reference());
      case WATCH ->
          new Watch(
              id,
              at,
              in.reference(),
              in.reference(),
              in.reference(),
              in.seconds(),
              in.seconds(),
              completion(in.oneByte()),
              flag(in));
      case REACTION ->
          new Reaction(id, at, in.reference(), in.reference(), in.reference(), kind(in.oneByte()));
      case FOLLOW -> new Follow(id, at, in.reference(), in.reference());
      case UNFOLLOW -> new Unfollow(id, at, in.reference(), in.reference());
      default -> throw unknown("event type", type);
    };
  }

  /// The id of a served feed is a reference, for impressions and clicks name it again.
  private static void head(int type, Event event, BlockWriter out) {
    out.oneByte(type);
    out.time(event.at().toEpochMilli());
    if (type == FEED_SERVED) {
      out.reference(event.id());
    } else {
      out.text(event.id());
    }
  }

  private static void video(
      int type, int typeWithVector, VideoEvent event, VideoDetails details, BlockWriter out) {
    ContentVector vector = details.vector();
    head(vector.isEmpty() ? type : typeWithVector, event, out);
    out.reference(event.video());
    details(details, out);
    if (!vector.isEmpty()) {
      vector(vector, out);
    }
  }

  private static void details(VideoDetails details, BlockWriter out) {
    out.text(details.title());
    out.reference(details.channel());
    references(details.categories(), out);
    out.reference(details.language());
    references(details.countries(), out);
    out.unsigned(details.maturity());
    out.seconds(details.durationSeconds());
    out.signed(details.publishedAt().toEpochMilli());
    out.text(details.thumbnail());
    attributes(details.attributes(), out);
  }

  private static void vector(ContentVector vector, BlockWriter out) {
    out.unsigned(vector.length());
    for (int i = 0; i < vector.length(); i++) {
      out.float32(vector.get(i));
    }
  }

  private static ContentVector vector(BlockReader in) {
    float[] values = new float[in.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.float32();
    }
    return ContentVector.of(values);
  }

  private static VideoDetails details(BlockReader in) {
    return new VideoDetails(
        in.text(),
        in.reference(),
        references(in),
        in.reference(),
        references(in),
        in.int31(),
        in.seconds(),
        Instant.ofEpochMilli(in.signed()),
        in.text(),
        attributes(in));
  }

  private static void profile(UserProfile profile, BlockWriter out) {
    out.reference(profile.country());
    out.reference(profile.language());
    out.unsigned(profile.birthYear());
    out.reference(profile.gender());
    attributes(profile.attributes(), out);
  }

  private static UserProfile profile(BlockReader in) {
    return new UserProfile(
        in.reference(), in.reference(), in.int31(), in.reference(), attributes(in));
  }

  private static void context(Context context, BlockWriter out) {
    out.reference(context.country());
    out.reference(context.device());
    out.reference(context.surface());
  }

  private static Context context(BlockReader in) {
    return new Context(in.reference(), in.reference(), in.reference());
  }

  private static void slot(Slot slot, BlockWriter out) {
    out.reference(slot.video());
    references(slot.sources(), out);
    out.float32(slot.pClick());
    out.float32(slot.pWatch());
    out.float32(slot.value());
    out.float32(slot.propensity());
    out.int64(slot.digest());
  }

  private static List<Slot> slots(BlockReader in) {
    var slots = new Slot[in.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] =
          new Slot(
              in.reference(),
              references(in),
              in.float32(),
              in.float32(),
              in.float32(),
              in.float32(),
              in.int64());
    }
    return List.of(slots);
  }

  /// Sorted by name, because the order of an immutable map changes from process to process.
  private static void attributes(Map<String, String> attributes, BlockWriter out) {
    out.unsigned(attributes.size());
    for (String name : sorted(attributes.keySet())) {
      out.reference(name);
      out.reference(attributes.get(name));
    }
  }

  private static Map<String, String> attributes(BlockReader in) {
    int size = in.size();
    if (size == 0) {
      return Map.of();
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    Map.Entry<String, String>[] entries = new Map.Entry[size];
    for (int i = 0; i < size; i++) {
      entries[i] = Map.entry(in.reference(), in.reference());
    }
    return Map.ofEntries(entries);
  }

  private static void references(List<String> values, BlockWriter out) {
    out.unsigned(values.size());
    for (int i = 0; i < values.size(); i++) {
      out.reference(values.get(i));
    }
  }

  private static List<String> references(BlockReader in) {
    var values = new String[in.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.reference();
    }
    return List.of(values);
  }

  private static List<String> sorted(Collection<String> values) {
    return values.size() < 2 ? List.copyOf(values) : values.stream().sorted().toList();
  }

  private static boolean flag(BlockReader in) {
    int code = in.oneByte();
    if (code > 1) {
      throw unknown("flag", code);
    }
    return code == 1;
  }

  private static int code(Completion completion) {
    return switch (completion) {
      case UNSTATED -> 0;
      case COMPLETED -> 1;
      case ABANDONED -> 2;
    };
  }

  private static Completion completion(int code) {
    return switch (code) {
      case 0 -> Completion.UNSTATED;
      case 1 -> Completion.COMPLETED;
      case 2 -> Completion.ABANDONED;
      default -> throw unknown("completion", code);
    };
  }

  private static int code(Kind kind) {
    return switch (kind) {
      case LIKE -> 1;
      case DISLIKE -> 2;
      case SAVE -> 3;
      case SHARE -> 4;
      case COMMENT -> 5;
      case NOT_INTERESTED -> 6;
      case REPORT -> 7;
    };
  }

  private static Kind kind(int code) {
    return switch (code) {
      case 1 -> Kind.LIKE;
      case 2 -> Kind.DISLIKE;
      case 3 -> Kind.SAVE;
      case 4 -> Kind.SHARE;
      case 5 -> Kind.COMMENT;
      case 6 -> Kind.NOT_INTERESTED;
      case 7 -> Kind.REPORT;
      default -> throw unknown("reaction", code);
    };
  }

  private static IllegalArgumentException unknown(String what, int code) {
    return new IllegalArgumentException("no " + what + " has the code " + code);
  }
}
