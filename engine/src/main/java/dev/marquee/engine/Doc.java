package dev.marquee.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents a setting. Every component of the records in [MarqueeSettings] has this annotation;
/// the settings file, the documentation and the error messages read their text from it.
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Doc {

  /// Marks that the key is the component's own name: `attributionWindow` becomes
  /// `attribution-window`.
  String OWN_NAME = "<own name>";

  /// What the setting does and why one would change it, in one or two sentences.
  String value();

  /// The unit, if the type does not say it: `s`, `share`.
  String unit() default "";

  /// The setting's full key, from the root. By default it is the key of the enclosing record
  /// followed by the component's name. An empty key on a record puts its components on the level of
  /// the record itself.
  String key() default OWN_NAME;

  /// When a change takes effect. The value of a record applies to all its components that do not
  /// declare one.
  Effect effect() default Effect.INHERITED;

  /// When a change of a setting takes effect.
  enum Effect {
    /// The effect of the enclosing record.
    INHERITED,
    /// At the next feed of a running server.
    NEXT_FEED,
    /// At the next command that trains or evaluates.
    NEXT_COMMAND,
    /// At the next start of the server.
    RESTART,
    /// At the next start of the server, which then folds the whole log again.
    REFOLD
  }
}
