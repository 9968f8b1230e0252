package dev.marquee.engine.events;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The declaration of an event type: its name in JSON, its code in bytes, its fields. Readers,
/// writers, digests, pseudonyms and the documentation are derived from it.
///
/// Each event's record declares its form in a constant `FORM`. Immutable once declared, then safe
/// for use by many threads.
public final class EventForm<E extends Event> {

  /// The binary layout of an event. Codes and the order of fields are a file format: they never
  /// change.
  ///
  /// @param code the first byte
  /// @param holds whether the layout can hold an event
  public record Layout<E extends Event>(int code, Fields<E> fields, Predicate<E> holds) {}

  private final Class<E> type;
  private final String word;
  private final List<Layout<E>> layouts = new ArrayList<>();
  private String serverOnly = "";
  private boolean feed;

  private EventForm(Class<E> type) {
    this.type = type;
    this.word = kebabCase(type.getSimpleName());
  }

  /// A form whose layout has this code.
  static <E extends Event> EventForm<E> of(int code, Class<E> type, Fields<E> fields) {
    var form = new EventForm<>(type);
    form.layouts.add(new Layout<>(code, fields, event -> true));
    return form;
  }

  /// Declares an older layout. Events that fit it are still written in it, so that their bytes and
  /// digests stay the same.
  EventForm<E> before(int code, Fields<E> fields, Predicate<E> holds) {
    layouts.addFirst(new Layout<>(code, fields, holds));
    return this;
  }

  /// Declares that clients may not send it.
  ///
  /// @param how the server creates it
  EventForm<E> serverOnly(String how) {
    serverOnly = how;
    return this;
  }

  /// Declares that its id is a feed's, which later events refer to.
  EventForm<E> isFeed() {
    feed = true;
    return this;
  }

  /// All forms, in the order of the sealed interface's `permits`.
  public static List<EventForm<?>> all() {
    return All.FORMS;
  }

  /// `not-interested` for `NOT_INTERESTED` and `feed-served` for `FeedServed`.
  public static String kebabCase(String name) {
    var word = new StringBuilder(name.length() + 2);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean starts =
          i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1));
      word.append(starts ? "-" : "").append(c == '_' ? '-' : Character.toLowerCase(c));
    }
    return word.toString();
  }

  public Class<E> type() {
    return type;
  }

  /// Its `type` in JSON.
  public String word() {
    return word;
  }

  /// All fields, as in JSON.
  public Fields<E> fields() {
    return layouts.getLast().fields();
  }

  /// All layouts in bytes.
  public List<Layout<E>> layouts() {
    return layouts;
  }

  /// The layout in which an event is written.
  public Layout<E> layout(E event) {
    int last = layouts.size() - 1;
    for (int i = 0; i < last; i++) {
      if (layouts.get(i).holds().test(event)) {
        return layouts.get(i);
      }
    }
    return layouts.get(last);
  }

  /// How the server creates an event that clients may not send; empty where they may.
  public String serverOnly() {
    return serverOnly;
  }

  /// Whether its id is a feed's.
  public boolean idIsFeed() {
    return feed;
  }

  /// The forms of all permitted event types; each must declare one.
  private static final class All {

    static final List<EventForm<?>> FORMS = List.copyOf(of(Event.class, new ArrayList<>()));

    private static List<EventForm<?>> of(Class<?> type, List<EventForm<?>> forms) {
      if (type.isSealed()) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
          of(permitted, forms);
        }
        return forms;
      }
      try {
        forms.add((EventForm<?>) type.getDeclaredField("FORM").get(null));
        return forms;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type.getSimpleName() + " declares no FORM", e);
      }
    }
  }

  /// The ordinal of an enum constant, which is stored: new constants go last.
  @SuppressWarnings("EnumOrdinal")
  public static int place(Object constant) {
    return ((Enum<?>) constant).ordinal();
  }
}
