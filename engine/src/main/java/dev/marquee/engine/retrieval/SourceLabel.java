package dev.marquee.engine.retrieval;

/// The text that describes a candidate source to people.
///
/// @param finds what the source finds, for the documentation
/// @param reason why a video from this source is in a feed, for the viewer
/// @param reasonInCountry the reason if the viewer's country is known, which replaces `%s`; empty
///   if the reason does not depend on the country
/// @param hue hue of its colour on the web page, from 0 to 359
public record SourceLabel(String finds, String reason, String reasonInCountry, int hue) {

  public SourceLabel {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("a source needs a reason to show to viewers");
    }
    if (hue < 0 || hue > 359) {
      throw new IllegalArgumentException("hue must be from 0 to 359, was " + hue);
    }
  }

  /// A label whose reason is the same in all countries.
  public SourceLabel(String finds, String reason, int hue) {
    this(finds, reason, "", hue);
  }

  /// A label with only a reason; the hue is derived from it.
  public static SourceLabel of(String reason) {
    return new SourceLabel("", reason, Math.floorMod(reason.hashCode(), 360));
  }

  /// Why the video is in a feed.
  ///
  /// @param country the viewer's country; empty if unknown
  public String reasonIn(String country) {
    return country.isEmpty() || reasonInCountry.isEmpty()
        ? reason
        : reasonInCountry.formatted(country);
  }
}
