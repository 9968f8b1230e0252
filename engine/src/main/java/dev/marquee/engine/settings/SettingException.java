package dev.marquee.engine.settings;

/// A setting that does not exist or cannot have the given value. The message says where it was
/// given, its key, the value, and what was expected.
public final class SettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public SettingException(String message) {
    super(message);
  }

  SettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
