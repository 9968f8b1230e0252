package dev.marquee.engine.events.binary;

import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.EventForm.Layout;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.FieldSteps;
import dev.marquee.engine.events.Fields;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.datasketches.hash.MurmurHash3;

/// Writes events in their binary form: the code of the layout, the time, the id, and the fields in
/// the order that the event's form declares. [FieldReader] reads them back.
///
/// Names (users, videos, feeds, channels, countries …) are references, which are written once per
/// block; so is the id of a feed, as impressions and clicks repeat it. Other ids and texts are
/// written in full.
public final class EventCodec {

  private static final long SEED = 0;

  /// Writers of the fields of a layout, by its code.
  private static final FieldSteps<?, BlockWriter>[] STEPS = allSteps();

  private EventCodec() {}

  /// 64 bits of an event's content, the same in every block and in every process.
  ///
  /// @param scratch a writer of digests, whose contents are replaced
  public static long digest(Event event, BlockWriter scratch) {
    scratch.clear();
    write(event, scratch);
    return MurmurHash3.hash(scratch.bytes(), 0, scratch.size(), SEED)[0];
  }

  /// Writes an event.
  public static void write(Event event, BlockWriter out) {
    write(event.form(), event, out);
  }

  private static <E extends Event> void write(EventForm<E> form, Event event, BlockWriter out) {
    E typed = form.type().cast(event);
    Layout<E> layout = form.layout(typed);
    out.oneByte(layout.code());
    out.time(event.at().toEpochMilli());
    if (form.idIsFeed()) {
      out.reference(event.id());
    } else {
      out.text(event.id());
    }
    steps(layout).run(typed, out);
  }

  @SuppressWarnings("unchecked") // the array holds a layout's steps at its code
  private static <E extends Event> FieldSteps<E, BlockWriter> steps(Layout<E> layout) {
    return (FieldSteps<E, BlockWriter>) STEPS[layout.code()];
  }

  private static FieldSteps<?, BlockWriter>[] allSteps() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    FieldSteps<?, BlockWriter>[] steps = new FieldSteps[256];
    for (EventForm<?> form : EventForm.all()) {
      addSteps(form, steps);
    }
    return steps;
  }

  private static <E extends Event> void addSteps(
      EventForm<E> form, FieldSteps<?, BlockWriter>[] steps) {
    for (Layout<E> layout : form.layouts()) {
      steps[layout.code()] = FieldSteps.of(form.type(), layout.fields(), EventCodec::step);
    }
  }

  private static <R> BiConsumer<R, BlockWriter> step(Field<R> field) {
    Function<R, ?> value = field.accessor();
    int min = field.min();
    return switch (field.kind()) {
      case NAME -> (it, out) -> out.reference((String) value.apply(it));
      case TEXT -> (it, out) -> out.text((String) value.apply(it));
      case NAMES -> (it, out) -> references((List<?>) value.apply(it), out);
      case WHOLE -> (it, out) -> out.unsigned((long) (int) value.apply(it) - min);
      case LONG -> (it, out) -> out.signed((long) value.apply(it));
      case SECONDS -> (it, out) -> out.seconds((double) value.apply(it));
      case SINGLE -> (it, out) -> out.float32((float) value.apply(it));
      case FLAG -> (it, out) -> out.oneByte((boolean) value.apply(it) ? 1 : 0);
      case MAYBE -> (it, out) -> out.oneByte(EventForm.place(value.apply(it)));
      case TIME -> (it, out) -> out.signed(((Instant) value.apply(it)).toEpochMilli());
      case OPTIONAL_TIME -> (it, out) -> time((Optional<?>) value.apply(it), out);
      case WORD -> (it, out) -> out.oneByte(1 + EventForm.place(value.apply(it)));
      case DIGEST -> (it, out) -> out.int64((long) value.apply(it));
      case ATTRIBUTES -> (it, out) -> attributes((Map<?, ?>) value.apply(it), out);
      case VECTOR -> (it, out) -> vector((ContentVector) value.apply(it), out);
      case PART -> {
        FieldSteps<Object, BlockWriter> part = part(field);
        yield (it, out) -> part.run(value.apply(it), out);
      }
      case PARTS -> {
        FieldSteps<Object, BlockWriter> part = part(field);
        yield (it, out) -> parts(part, (List<?>) value.apply(it), out);
      }
    };
  }

  @SuppressWarnings("unchecked") // a part's fields belong to its value's type
  private static FieldSteps<Object, BlockWriter> part(Field<?> field) {
    return FieldSteps.of((Fields<Object>) field.part(), EventCodec::step);
  }

  private static void parts(FieldSteps<Object, BlockWriter> part, List<?> values, BlockWriter out) {
    out.unsigned(values.size());
    for (int i = 0; i < values.size(); i++) {
      part.run(values.get(i), out);
    }
  }

  private static void references(List<?> values, BlockWriter out) {
    out.unsigned(values.size());
    for (int i = 0; i < values.size(); i++) {
      out.reference((String) values.get(i));
    }
  }

  private static void time(Optional<?> time, BlockWriter out) {
    out.oneByte(time.isPresent() ? 1 : 0);
    time.ifPresent(it -> out.signed(((Instant) it).toEpochMilli()));
  }

  /// Sorted by name, because the order of an immutable map differs between processes.
  private static void attributes(Map<?, ?> attributes, BlockWriter out) {
    out.unsigned(attributes.size());
    for (Object name : sorted(attributes.keySet())) {
      out.reference((String) name);
      out.reference((String) attributes.get(name));
    }
  }

  private static Collection<?> sorted(Collection<?> names) {
    return names.size() < 2 ? names : names.stream().sorted().toList();
  }

  private static void vector(ContentVector vector, BlockWriter out) {
    out.unsigned(vector.length());
    for (int i = 0; i < vector.length(); i++) {
      out.float32(vector.get(i));
    }
  }
}
