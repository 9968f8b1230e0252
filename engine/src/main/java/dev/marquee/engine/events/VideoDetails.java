package dev.marquee.engine.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A video's details from the platform. Unknown texts are empty, unknown numbers 0.
///
/// @param title shown to viewers and read by the title encoder
/// @param channel id of the uploader
/// @param categories the main category first
/// @param language BCP 47 tag
/// @param countries ISO 3166 codes where it may be shown; empty means everywhere
/// @param maturity minimum age of viewers in years; 0 means everyone
/// @param durationSeconds length; 0 means unknown
/// @param publishedAt when viewers may first see it
/// @param thumbnail URI of the still picture
/// @param attributes the platform's own columns, by name
/// @param vector of the platform's own encoder, of the same length for all videos
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

  /// The fields of a video before vectors were added.
  static final Fields<VideoDetails> WITHOUT_VECTOR =
      Fields.of(
          it -> built(it, false),
          Field.text("title", VideoDetails::title)
              .says("shown to viewers, read by the title encoder", "empty"),
          Field.name("channel", VideoDetails::channel).says("the uploader's id", "empty"),
          Field.names("categories", VideoDetails::categories)
              .says("the main category first", "none"),
          Field.name("language", VideoDetails::language).says("BCP 47 tag", "empty"),
          Field.names("countries", VideoDetails::countries)
              .says("ISO 3166 codes where it may be shown", "everywhere"),
          Field.whole("maturity", VideoDetails::maturity)
              .says("minimum age in years of its viewers", "everyone"),
          Field.seconds("durationSeconds", VideoDetails::durationSeconds).says("length", "unknown"),
          Field.time("publishedAt", VideoDetails::publishedAt)
              .says("when viewers may first see it", "`at`"),
          Field.text("thumbnail", VideoDetails::thumbnail)
              .says("URI of the still picture", "empty"),
          Field.attributes("attributes", VideoDetails::attributes)
              .says("[your own columns](#columns-of-your-own): texts, numbers, booleans", "none"));

  public static final Fields<VideoDetails> FIELDS =
      new Fields<>(
          Stream.concat(
                  WITHOUT_VECTOR.list().stream(),
                  Stream.of(
                      Field.vector("vector", VideoDetails::vector)
                          .says(
                              "the embedding of the video by your own encoder: 1 to 1,024 finite"
                                  + " numbers",
                              "none")))
              .toList(),
          it -> built(it, true));

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

  private static VideoDetails built(FieldValues it, boolean withVector) {
    return new VideoDetails(
        it.text(),
        it.name(),
        it.names(),
        it.name(),
        it.names(),
        it.whole(),
        it.seconds(),
        it.time(),
        it.text(),
        it.attributes(),
        withVector ? it.vector() : ContentVector.NONE);
  }

  /// A video with unknown details.
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
