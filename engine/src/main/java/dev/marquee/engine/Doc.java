package dev.marquee.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a setting is for. Stands on each component of the records that [MarqueeSettings] is made
/// of; the settings file, its documentation and its error messages read it from here.
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Doc {

  /// Stands for the component's own name: `attributionWindow` is `attribution-window`.
  String OWN_NAME = "<own name>";

  /// What the setting does and why one would change it, in one or two sentences.
  String value();

  /// The unit, where the type does not say it: `s`, `share`.
  String unit() default "";

  /// The setting's key where it is not the component's name behind the key of its record: a key
  /// from the root. An empty key puts the components of a record beside it.
  String key() default OWN_NAME;

  /// When a change takes effect; a record's holds for its components that do not say otherwise.
  Effect effect() default Effect.INHERITED;

  /// When a change of a setting takes effect.
  enum Effect {
    /// As for the record around it.
    INHERITED,
    /// With the next feed of a running server.
    NEXT_FEED,
    /// With the next command that trains or evaluates.
    NEXT_COMMAND,
    /// When the server starts again.
    RESTART,
    /// When the server starts again and folds the whole log anew.
    REFOLD
  }
}
