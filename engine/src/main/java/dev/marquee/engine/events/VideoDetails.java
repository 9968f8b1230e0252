package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the platform says of a video. Unknown texts are empty, unknown numbers 0.
///
/// @param title shown to viewers and read by the title encoder
/// @param channel id of the uploader
/// @param categories the main category first
/// @param language BCP 47 tag
/// @param countries ISO 3166 codes where it may be shown; empty means everywhere
/// @param maturity the least age in years that may see it; 0 means everyone
/// @param durationSeconds length; 0 means unknown
/// @param publishedAt when viewers may first see it
/// @param thumbnail URI of the still picture
/// @param attributes the platform's own columns, by name
/// @param vector of the platform's own encoder, as long as those of all other videos
public record VideoDetails(
    String title,
    String channel,
    List<String> categories,
    String language,
    List<String> countries,
    int maturity,
    double durationSeconds,
    Instant publishedAt,
    String thumbnail,
    Map<String, String> attributes,
    ContentVector vector) {

  public VideoDetails {
    Limits.text("title", title);
    Limits.optionalId("channel", channel);
    categories = List.copyOf(Limits.size("categories", categories));
    categories.forEach(category -> Limits.id("categories", category));
    Limits.optionalId("language", language);
    countries = List.copyOf(Limits.size("countries", countries));
    countries.forEach(country -> Limits.id("countries", country));
    Limits.atLeast(0, "maturity", maturity);
    Limits.seconds("durationSeconds", durationSeconds);
    publishedAt = Limits.time("publishedAt", publishedAt);
    Limits.text("thumbnail", thumbnail);
    attributes = Map.copyOf(Limits.attributes("attributes", attributes));
    Objects.requireNonNull(vector, "vector");
  }

  /// A video without a vector.
  public VideoDetails(
      String title,
      String channel,
      List<String> categories,
      String language,
      List<String> countries,
      int maturity,
      double durationSeconds,
      Instant publishedAt,
      String thumbnail,
      Map<String, String> attributes) {
    this(
        title,
        channel,
        categories,
        language,
        countries,
        maturity,
        durationSeconds,
        publishedAt,
        thumbnail,
        attributes,
        ContentVector.NONE);
  }

  /// A video of which nothing else is known.
  public static VideoDetails published(Instant publishedAt) {
    return new VideoDetails("", "", List.of(), "", List.of(), 0, 0, publishedAt, "", Map.of());
  }

  /// The main category, or empty.
  public String category() {
    return categories.isEmpty() ? "" : categories.getFirst();
  }

  public VideoDetails withPublishedAt(Instant newPublishedAt) {
    return new VideoDetails(
        title,
        channel,
        categories,
        language,
        countries,
        maturity,
        durationSeconds,
        newPublishedAt,
        thumbnail,
        attributes,
        vector);
  }

  public VideoDetails withTitle(String newTitle) {
    return new VideoDetails(
        newTitle,
        channel,
        categories,
        language,
        countries,
        maturity,
        durationSeconds,
        publishedAt,
        thumbnail,
        attributes,
        vector);
  }

  public VideoDetails withVector(ContentVector newVector) {
    return new VideoDetails(
        title,
        channel,
        categories,
        language,
        countries,
        maturity,
        durationSeconds,
        publishedAt,
        thumbnail,
        attributes,
        newVector);
  }
}
