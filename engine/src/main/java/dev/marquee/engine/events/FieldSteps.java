package dev.marquee.engine.events;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A sequence of operations, one for each field of a record, composed into one method handle.
///
/// A loop over the fields would call all accessors through the same megamorphic call sites, which
/// the JIT compiler cannot inline. One handle per record compiles to straight-line code, as if
/// written by hand.
///
/// @param all takes the record and the output
/// @param <R> the record
/// @param <O> the output
public record FieldSteps<R, O>(MethodHandle all) {

  private static final MethodType TYPE =
      MethodType.methodType(void.class, Object.class, Object.class);
  private static final MethodHandle ACCEPT = accept();

  /// Composes the steps of all fields in their order.
  ///
  /// @param type the record's class, so that calls of its interfaces' methods are bound statically
  /// @param step gives the operation for a field; it should capture what it needs of the field,
  ///   which the compiler then treats as constants
  public static <R, O> FieldSteps<R, O> of(
      Class<R> type, Fields<R> fields, Function<Field<R>, BiConsumer<R, O>> step) {
    MethodHandle all = of(fields, step).all();
    return new FieldSteps<>(all.asType(TYPE.changeParameterType(0, type)).asType(TYPE));
  }

  /// Composes the steps of all fields in their order.
  ///
  /// @param step gives the operation for a field
  public static <R, O> FieldSteps<R, O> of(
      Fields<R> fields, Function<Field<R>, BiConsumer<R, O>> step) {
    MethodHandle all = MethodHandles.empty(TYPE);
    List<Field<R>> list = fields.list();
    for (int i = list.size() - 1; i >= 0; i--) {
      all = MethodHandles.foldArguments(all, ACCEPT.bindTo(step.apply(list.get(i))));
    }
    return new FieldSteps<>(all);
  }

  private static MethodHandle accept() {
    try {
      return MethodHandles.publicLookup().findVirtual(BiConsumer.class, "accept", TYPE);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs all steps.
  public void run(R fields, O out) {
    try {
      all.invokeExact((Object) fields, (Object) out);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // steps declare no checked exception
    }
  }
}
