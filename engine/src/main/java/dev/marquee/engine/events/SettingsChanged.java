package dev.marquee.engine.events;

import java.time.Instant;

/// A configuration document took effect; written by the server, so that the log records the
/// configuration of every feed.
///
/// @param name which document: `marquee.yaml`
/// @param version digest of the content, which served feeds refer to
/// @param content the whole document
public record SettingsChanged(String id, Instant at, String name, String version, String content)
    implements Event {

  static final EventForm<SettingsChanged> FORM =
      EventForm.of(
              17,
              SettingsChanged.class,
              Fields.of(
                  it -> new SettingsChanged(it.id(), it.at(), it.name(), it.name(), it.text()),
                  Field.name("name", SettingsChanged::name)
                      .required()
                      .says("which document: `marquee.yaml`"),
                  Field.name("version", SettingsChanged::version)
                      .required()
                      .says("digest of the content"),
                  Field.text("content", SettingsChanged::content)
                      .says("the whole document", "empty")))
          .serverOnly("the server writes it itself when its settings change");

  public SettingsChanged {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("name", name);
    Limits.id("version", version);
    Limits.document("content", content);
  }

  @Override
  public EventForm<SettingsChanged> form() {
    return FORM;
  }
}
