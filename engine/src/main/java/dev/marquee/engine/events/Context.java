package dev.marquee.engine.events;

/// The context of a request or of an impression. Unknown parts are empty.
///
/// @param country ISO 3166 code
/// @param device the platform's word: `phone`, `tv`, `web` …
/// @param surface the part of the product: main feed, search, a tab
public record Context(String country, String device, String surface) {

  /// Nothing is known.
  public static final Context UNKNOWN = new Context("", "", "");

  static final Fields<Context> FIELDS =
      Fields.of(
          it -> new Context(it.name(), it.name(), it.name()),
          Field.name("country", Context::country).says("ISO 3166 code", "unknown"),
          Field.name("device", Context::device)
              .says("your own word: `phone`, `tv`, `web` …", "unknown"),
          Field.name("surface", Context::surface)
              .says("the part of the product: main feed, search, a tab", "unknown"));

  public Context {
    Limits.optionalId("country", country);
    Limits.optionalId("device", device);
    Limits.optionalId("surface", surface);
  }
}
