package dev.marquee.engine.events.json;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.events.Click;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.FeedServed;
import dev.marquee.engine.events.Follow;
import dev.marquee.engine.events.HistoryImported;
import dev.marquee.engine.events.Impression;
import dev.marquee.engine.events.InvalidEventException;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.Reaction;
import dev.marquee.engine.events.Unfollow;
import dev.marquee.engine.events.UserErased;
import dev.marquee.engine.events.VideoPublished;
import dev.marquee.engine.events.VideoRemoved;
import dev.marquee.engine.events.VideoUpdated;
import dev.marquee.engine.events.Watch;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The events by the word that their JSON form has for them, with the fields of each.
enum EventType {
  VIDEO_PUBLISHED(EventField.OF_VIDEO, EventField.VIDEO),
  VIDEO_UPDATED(EventField.OF_VIDEO, EventField.VIDEO),
  VIDEO_REMOVED(Set.of(), EventField.VIDEO),
  PROFILE_UPDATED(EventField.OF_PROFILE, EventField.USER),
  USER_ERASED(Set.of(), EventField.USER),
  HISTORY_IMPORTED(
      Set.of(),
      EventField.USER,
      EventField.SHOWN,
      EventField.LIKED,
      EventField.COMPLETED_VIDEOS,
      EventField.TOTAL_SHOWN,
      EventField.LAST_SHOWN_AT),
  FEED_SERVED(
      Set.of(),
      EventField.USER,
      EventField.COUNTRY,
      EventField.DEVICE,
      EventField.SURFACE,
      EventField.ARM,
      EventField.MODELS,
      EventField.SNAPSHOT,
      EventField.USER_POSITION,
      EventField.DEGRADED,
      EventField.SLOTS),
  IMPRESSION(
      Set.of(),
      EventField.USER,
      EventField.VIDEO,
      EventField.FEED,
      EventField.POSITION,
      EventField.COUNTRY,
      EventField.DEVICE,
      EventField.SURFACE),
  CLICK(Set.of(), EventField.USER, EventField.VIDEO, EventField.FEED),
  WATCH(
      Set.of(),
      EventField.USER,
      EventField.VIDEO,
      EventField.FEED,
      EventField.WATCHED_SECONDS,
      EventField.DURATION_SECONDS,
      EventField.COMPLETED,
      EventField.LAST),
  REACTION(Set.of(), EventField.USER, EventField.VIDEO, EventField.FEED, EventField.KIND),
  FOLLOW(Set.of(), EventField.USER, EventField.CHANNEL),
  UNFOLLOW(Set.of(), EventField.USER, EventField.CHANNEL);

  private static final Map<String, EventType> BY_WORD = new HashMap<>();

  static {
    for (EventType type : values()) {
      BY_WORD.put(type.word, type);
    }
  }

  private final String word = kebabCase(name());

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
  private final Set<EventField> fields;

  EventType(Set<EventField> details, EventField... own) {
    fields = EnumSet.of(EventField.TYPE, EventField.ID, EventField.AT);
    fields.addAll(Arrays.asList(own));
    fields.addAll(details);
  }

  /// The type that a word stands for, or null.
  static EventType named(String word) {
    return BY_WORD.get(word);
  }

  static EventType of(Event event) {
    return switch (event) {
      case VideoPublished _ -> VIDEO_PUBLISHED;
      case VideoUpdated _ -> VIDEO_UPDATED;
      case VideoRemoved _ -> VIDEO_REMOVED;
      case ProfileUpdated _ -> PROFILE_UPDATED;
      case UserErased _ -> USER_ERASED;
      case HistoryImported _ -> HISTORY_IMPORTED;
      case FeedServed _ -> FEED_SERVED;
      case Impression _ -> IMPRESSION;
      case Click _ -> CLICK;
      case Watch _ -> WATCH;
      case Reaction _ -> REACTION;
      case Follow _ -> FOLLOW;
      case Unfollow _ -> UNFOLLOW;
    };
  }

  /// The words that a sender may use.
  static List<String> words(EventJson.Sender sender) {
    return Arrays.stream(values())
        .filter(type -> type.ownWay() == null || sender == EventJson.Sender.SERVER)
        .map(EventType::word)
        .toList();
  }

  /// `not-interested` for `NOT_INTERESTED`.
  static String kebabCase(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String word() {
    return word;
  }

  /// All fields that an event of this type may have.
  Set<EventField> fields() {
    return fields;
  }

  /// How the server comes to an event that no client may send; null where clients may send it.
  String ownWay() {
    return switch (this) {
      case FEED_SERVED -> "the server writes it itself for each feed that it answers";
      case USER_ERASED -> "a user is erased by DELETE /v1/users/{id}";
      default -> null;
    };
  }

  /// Makes the event.
  Event event(EventDraft it) {
    return switch (this) {
      case VIDEO_PUBLISHED -> new VideoPublished(it.id(), it.at(), it.video(), it.details(it.at()));
      case VIDEO_UPDATED -> new VideoUpdated(it.id(), it.at(), it.video(), it.details(it.at()));
      case VIDEO_REMOVED -> new VideoRemoved(it.id(), it.at(), it.video());
      case PROFILE_UPDATED -> new ProfileUpdated(it.id(), it.at(), it.user(), it.profile());
      case USER_ERASED -> new UserErased(it.id(), it.at(), it.user());
      case HISTORY_IMPORTED -> history(it);
      case FEED_SERVED -> feedServed(it);
      case IMPRESSION ->
          new Impression(
              it.id(),
              it.at(),
              it.user(),
              it.video(),
              it.feed(),
              it.whole(EventField.POSITION, -1),
              it.context());
      case CLICK -> new Click(it.id(), it.at(), it.user(), it.video(), it.feed());
      case WATCH -> watch(it);
      case REACTION -> new Reaction(it.id(), it.at(), it.user(), it.video(), it.feed(), kind(it));
      case FOLLOW -> new Follow(it.id(), it.at(), it.user(), it.requiredText(EventField.CHANNEL));
      case UNFOLLOW ->
          new Unfollow(it.id(), it.at(), it.user(), it.requiredText(EventField.CHANNEL));
    };
  }

  private static Event history(EventDraft it) {
    it.required(EventField.SHOWN);
    List<String> shown = it.texts(EventField.SHOWN);
    return new HistoryImported(
        it.id(),
        it.at(),
        it.user(),
        shown,
        it.texts(EventField.LIKED),
        it.texts(EventField.COMPLETED_VIDEOS),
        it.whole(EventField.TOTAL_SHOWN, shown.size()),
        Optional.ofNullable(it.time(EventField.LAST_SHOWN_AT, null)));
  }

  private static Event feedServed(EventDraft it) {
    return new FeedServed(
        it.id(),
        it.at(),
        it.user(),
        it.context(),
        it.text(EventField.ARM),
        it.text(EventField.MODELS),
        it.wholeLong(EventField.SNAPSHOT),
        it.wholeLong(EventField.USER_POSITION),
        it.texts(EventField.DEGRADED),
        it.slots());
  }

  private static Event watch(EventDraft it) {
    it.required(EventField.WATCHED_SECONDS);
    Boolean completed = it.flag(EventField.COMPLETED);
    Watch.Completion completion =
        completed == null
            ? Watch.Completion.UNSTATED
            : completed ? Watch.Completion.COMPLETED : Watch.Completion.ABANDONED;
    return new Watch(
        it.id(),
        it.at(),
        it.user(),
        it.video(),
        it.feed(),
        it.number(EventField.WATCHED_SECONDS),
        it.number(EventField.DURATION_SECONDS),
        completion,
        Boolean.TRUE.equals(it.flag(EventField.LAST)));
  }

  private static Reaction.Kind kind(EventDraft it) {
    String word = it.requiredText(EventField.KIND);
    for (Reaction.Kind kind : Reaction.Kind.values()) {
      if (kebabCase(kind.name()).equals(word)) {
        return kind;
      }
    }
    var words = Arrays.stream(Reaction.Kind.values()).map(kind -> kebabCase(kind.name()));
    throw new InvalidEventException("kind", word, DidYouMean.among(words.toList(), word));
  }
}
