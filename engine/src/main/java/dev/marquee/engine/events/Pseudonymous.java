package dev.marquee.engine.events;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Rebuilds an event without the identity of its user.
///
/// @param id the new event's id, except for a feed's
/// @param user the new user id
/// @param feed maps a feed's id to a new one, consistently; not called where there is none
public record Pseudonymous(String id, String user, UnaryOperator<String> feed) {

  /// The event with replaced ids; video, outcome, context and time stay.
  public UserEvent of(UserEvent event) {
    return (UserEvent) copy(event.form(), event);
  }

  private <E extends Event> E copy(EventForm<E> form, Event event) {
    E typed = form.type().cast(event);
    return form.fields().build().apply(new Values<>(form, typed));
  }

  private String feed(String id) {
    return id.isEmpty() ? id : feed.apply(id);
  }

  @SuppressWarnings("unchecked") // a form's values match its fields' kinds
  private final class Values<E extends Event> implements FieldValues {

    private final EventForm<E> form;
    private final E event;
    private final Iterator<Field<E>> fields;

    Values(EventForm<E> form, E event) {
      this.form = form;
      this.event = event;
      this.fields = form.fields().list().iterator();
    }

    private Object next() {
      Field<E> field = fields.next();
      Object value = field.value(event);
      return switch (field.identity()) {
        case NONE -> value;
        case USER -> user;
        case FEED -> feed((String) value);
        case PROFILE -> field.erased();
      };
    }

    @Override
    public String id() {
      return form.idIsFeed() ? feed(event.id()) : id;
    }

    @Override
    public Instant at() {
      return event.at();
    }

    @Override
    public String name() {
      return (String) next();
    }

    @Override
    public String text() {
      return (String) next();
    }

    @Override
    public List<String> names() {
      return (List<String>) next();
    }

    @Override
    public int whole(int min, int missing) {
      return (int) next();
    }

    @Override
    public long wholeLong() {
      return (long) next();
    }

    @Override
    public double seconds() {
      return (double) next();
    }

    @Override
    public float single() {
      return (float) next();
    }

    @Override
    public boolean flag() {
      return (boolean) next();
    }

    @Override
    public <T extends Enum<T>> T maybe(T[] constants) {
      return (T) next();
    }

    @Override
    public Instant time() {
      return (Instant) next();
    }

    @Override
    public Optional<Instant> optionalTime() {
      return (Optional<Instant>) next();
    }

    @Override
    public <T extends Enum<T>> T word(T[] constants) {
      return (T) next();
    }

    @Override
    public long digest() {
      return (long) next();
    }

    @Override
    public Map<String, String> attributes() {
      return (Map<String, String>) next();
    }

    @Override
    public ContentVector vector() {
      return (ContentVector) next();
    }

    @Override
    public <P> P part(Fields<P> part) {
      return (P) next();
    }

    @Override
    public <P> List<P> parts(Fields<P> part) {
      return (List<P>) next();
    }
  }
}
