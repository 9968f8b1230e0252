package dev.marquee.engine.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// A feed was served; written by the server, never by a client. Training examples start from it.
///
/// It records the state that its feature rows were built from, so that a replay can restore it: the
/// video snapshot, and the position of the last event folded into the user's state.
///
/// @param id the feed's id, which impressions, clicks and watches refer to
/// @param arms the experiment arms that selected the funnel, one of each layer
/// @param models version of the models that ranked it, empty where none
/// @param settings version of the active configuration, empty where there is none
/// @param snapshot number of the video snapshot that was read; [#ELSEWHERE] if in another log
/// @param userPosition offset of the last event of the user that was folded; 0 for none
/// @param degraded reasons for a degraded feed, empty where it is not degraded
/// @param slots the served slots, in order
public record FeedServed(
    String id,
    Instant at,
    String user,
    Context context,
    List<String> arms,
    String models,
    String settings,
    long snapshot,
    long userPosition,
    List<String> degraded,
    List<ServedSlot> slots)
    implements UserEvent {

  /// Stands for a place in another log: the rows that the feed read cannot be built again.
  public static final long ELSEWHERE = -1;

  static final EventForm<FeedServed> FORM =
      EventForm.of(
              16,
              FeedServed.class,
              fields(
                  it ->
                      new FeedServed(
                          it.id(),
                          it.at(),
                          it.name(),
                          it.part(Context.FIELDS),
                          it.names(),
                          it.name(),
                          it.name(),
                          it.wholeLong(),
                          it.wholeLong(),
                          it.names(),
                          it.parts(ServedSlot.FIELDS)),
                  List.of(
                      Field.names("arms", FeedServed::arms)
                          .formerly("arm")
                          .says(
                              "the experiment arms that selected the funnel, one of each layer",
                              "none"),
                      modelsField(),
                      Field.name("settings", FeedServed::settings)
                          .says("version of the active configuration", "none"))))
          .before(
              7,
              fields(
                  FeedServed::ofOneArm,
                  List.of(Field.name("arm", FeedServed::onlyArm), modelsField())),
              FeedServed::isOfOneArm)
          .isFeed()
          .serverOnly("the server writes it for each feed that it serves");

  private static Fields<FeedServed> fields(
      Function<FieldValues, FeedServed> build, List<Field<FeedServed>> ownFields) {
    var list = new ArrayList<Field<FeedServed>>();
    list.add(Field.user());
    list.add(Field.part(FeedServed::context, Context.FIELDS));
    list.addAll(ownFields);
    list.add(
        Field.wholeLong("snapshot", FeedServed::snapshot)
            .says("number of the video snapshot that was read; -1: in another log", "0"));
    list.add(
        Field.wholeLong("userPosition", FeedServed::userPosition)
            .says(
                "offset of the last event of the user that was folded; -1: in another log",
                "0 for none"));
    list.add(
        Field.names("degraded", FeedServed::degraded)
            .says("reasons for a degraded feed", "not degraded"));
    list.add(
        Field.parts("slots", FeedServed::slots, ServedSlot.FIELDS)
            .always()
            .says("the served slots, in order", "nothing"));
    return new Fields<>(list, build);
  }

  /// Reads the layout from before there were layers of experiments.
  private static FeedServed ofOneArm(FieldValues it) {
    String user = it.name();
    Context context = it.part(Context.FIELDS);
    String arm = it.name();
    return new FeedServed(
        it.id(),
        it.at(),
        user,
        context,
        arm.isEmpty() ? List.of() : List.of(arm),
        it.name(),
        "",
        it.wholeLong(),
        it.wholeLong(),
        it.names(),
        it.parts(ServedSlot.FIELDS));
  }

  private static Field<FeedServed> modelsField() {
    return Field.name("models", FeedServed::models)
        .says("version of the models that ranked it", "none");
  }

  private String onlyArm() {
    return arms.isEmpty() ? "" : arms.getFirst();
  }

  private boolean isOfOneArm() {
    return arms.size() < 2 && settings.isEmpty();
  }

  public FeedServed {
    Limits.id("id", id);
    at = Limits.time("at", at);
    Limits.id("user", user);
    Objects.requireNonNull(context, "context");
    arms = List.copyOf(Limits.size("arms", arms));
    arms.forEach(FeedServed::checkArm);
    Limits.optionalId("models", models);
    Limits.optionalId("settings", settings);
    degraded = List.copyOf(degraded);
    slots = List.copyOf(Limits.size("slots", slots));
  }

  @Override
  public EventForm<FeedServed> form() {
    return FORM;
  }

  /// The same feed, which read its features at other places.
  public FeedServed withPlaces(long newSnapshot, long newUserPosition) {
    return new FeedServed(
        id,
        at,
        user,
        context,
        arms,
        models,
        settings,
        newSnapshot,
        newUserPosition,
        degraded,
        slots);
  }

  private static void checkArm(String arm) {
    Limits.optionalId("arms", arm);
    if (arm.isEmpty()) {
      throw new InvalidEventException("arms", arm, "the names of arms");
    }
  }

  /// One served video.
  ///
  /// @param sources the candidate sources that found it, the first being the reason shown
  /// @param pClick P(click | shown) as predicted; 0 where no ranker ran
  /// @param pWatch P(watched to completion | clicked) as predicted; 0 where no ranker ran
  /// @param value the objective, computed from the predictions
  /// @param propensity probability of this video in this slot; 1 if not randomised
  /// @param digest 64-bit digest of its feature row; 0 where no row was built
  public record ServedSlot(
      String video,
      List<String> sources,
      float pClick,
      float pWatch,
      float value,
      float propensity,
      long digest) {

    static final Fields<ServedSlot> FIELDS =
        Fields.of(
            it ->
                new ServedSlot(
                    it.name(),
                    it.names(),
                    it.single(),
                    it.single(),
                    it.single(),
                    it.single(),
                    it.digest()),
            Field.<ServedSlot>video(ServedSlot::video),
            Field.names("sources", ServedSlot::sources)
                .always()
                .says("the candidate sources that found it, the first being the reason", "none"),
            Field.single("pClick", ServedSlot::pClick)
                .says("P(click, given shown) as predicted", "0"),
            Field.single("pWatch", ServedSlot::pWatch)
                .says("P(watched to completion, given clicked) as predicted", "0"),
            Field.single("value", ServedSlot::value)
                .says("the objective, computed from the predictions", "0"),
            Field.single("propensity", ServedSlot::propensity)
                .or(1)
                .says("probability of this video in this slot", "1"),
            Field.digest("digest", ServedSlot::digest)
                .says("64-bit digest of its feature row, in hexadecimal", "0"));

    public ServedSlot {
      Limits.id("slots.video", video);
      sources = List.copyOf(sources);
    }
  }
}
