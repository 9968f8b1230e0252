package dev.marquee.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.Columns.Kind;
import dev.marquee.engine.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourcesTest {

  private static final Instant MAY = Instant.parse("2022-04-30T16:00:00Z");

  @TempDir private Path data;

  private LoadedSettings load() {
    return SettingsSources.of(data).load(_ -> {});
  }

  private void write(String yaml) throws IOException {
    Files.writeString(data.resolve("marquee.yaml"), yaml);
  }

  private void refuses(String yaml, String message) throws IOException {
    write(yaml);
    assertThatExceptionOfType(SettingException.class)
        .as(yaml)
        .isThrownBy(this::load)
        .withMessageStartingWith(data.resolve("marquee.yaml") + ": line ")
        .withMessageContaining(message);
  }

  @Test
  void withoutAnySourceEverythingIsAsByDefault() {
    assertThat(load().settings()).isEqualTo(ServerSettings.defaults());
    assertThat(load()).isEqualTo(LoadedSettings.defaults());
    assertThat(load().source("reranking.category.max")).isEqualTo("default");
  }

  @Test
  void aFileSetsWhatItNames() throws IOException {
    write(
        """
        # ours
        reranking:
          category:
            max: 6   # more
        fold.session-gap: 1 h
        live:
          # nothing yet
        columns:
          user: {age: number}
        ranker.architecture:
          hidden: [64, 32]
        """);
    ServerSettings settings = load().settings();
    assertThat(settings.marquee().funnel().reranking().category().max()).isEqualTo(6);
    assertThat(settings.marquee().fold().sessionGap()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.marquee().fold().columns().user()).containsEntry("age", Kind.NUMBER);
    assertThat(settings.marquee().training().ranker().architecture().hidden())
        .containsExactly(64, 32);
    assertThat(load().source("reranking.category.max"))
        .isEqualTo(data.resolve("marquee.yaml").toString());
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    for (String text : new String[] {"", "# nothing\n", "---\n", "{}"}) {
      write(text);
      assertThat(load().settings()).as(text).isEqualTo(ServerSettings.defaults());
    }
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    write("reranking: {candidates: 100, category: {max: 5, window: 11}}");
    Map<String, String> environment =
        Map.of(
            "MARQUEE_SET_RERANKING_CATEGORY_MAX", "6",
            "MARQUEE_SET_RERANKING_CANDIDATES", "150",
            "MARQUEE_DATA", "elsewhere",
            "MARQUEE_JAVA_OPTS", "-Xmx1g");
    LoadedSettings loaded =
        new SettingsSources(
                data, Optional.empty(), environment, Map.of("reranking.category.max", "7"))
            .load(_ -> {});
    assertThat(loaded.settings().marquee().funnel().reranking().candidates()).isEqualTo(150);
    assertThat(loaded.settings().marquee().funnel().reranking().category().max()).isEqualTo(7);
    assertThat(loaded.settings().marquee().funnel().reranking().category().window()).isEqualTo(11);
    assertThat(loaded.source("reranking.candidates")).isEqualTo("MARQUEE_SET_RERANKING_CANDIDATES");
    assertThat(loaded.source("reranking.category.max")).isEqualTo("--set");
  }

  @Test
  void aWrongVariableIsRefusedWithTheNearestOne() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () ->
                new SettingsSources(
                        data,
                        Optional.empty(),
                        Map.of("MARQUEE_SET_RERANKING_CATEGORY_MAXX", "6"),
                        Map.of())
                    .load(_ -> {}))
        .withMessage(
            "environment: there is no setting for 'MARQUEE_SET_RERANKING_CATEGORY_MAXX' (given"
                + " '6') (did you mean 'MARQUEE_SET_RERANKING_CATEGORY_MAX'?)");
  }

  @Test
  void whatImportersLeaveIsReadAndTheFileGoesBefore() throws IOException {
    ColumnsFile.writeIfAbsent(data, new Columns(Map.of("age", Kind.NUMBER), Map.of()));
    DataSplit.at(MAY).write(data);
    LoadedSettings loaded = load();
    assertThat(loaded.settings().marquee().fold().columns().user())
        .containsOnly(Map.entry("age", Kind.NUMBER));
    assertThat(loaded.settings().split().trainUntil()).contains(MAY);
    assertThat(loaded.settings().split().begin()).contains(MAY);
    assertThat(loaded.source("split.train-until")).isEqualTo("split.json");
    write(
        "{columns: {user: {age: category}}, split: {train-until: '2022-05-01T00:00Z',"
            + " evaluate-from: '2022-05-02T00:00Z'}}");
    assertThat(load().settings().marquee().fold().columns().user())
        .containsOnly(Map.entry("age", Kind.CATEGORY));
    assertThat(load().settings().split().begin()).contains(Instant.parse("2022-05-02T00:00:00Z"));
  }

  @Test
  void aWrongFileIsRefusedByItsLine() throws IOException {
    refuses(
        "reranking:\n  category:\n    maks: 6\n",
        "line 3: there is no setting 'reranking.category.maks' (given '6') (did you mean"
            + " 'reranking.category.max'?)");
    refuses(
        "reranking:\n  category:\n    max: six\n",
        "line 3: setting 'reranking.category.max' is 'six', expected a whole number");
    refuses(
        "reranking:\n  category:\n    max: 20\n",
        "line 3: setting 'reranking.category.max' is '20': expected 1 <= max <= window");
    refuses(
        "fold:\n  labels:\n    completed-share: 3\n",
        "line 3: setting 'fold.labels.completed-share'");
    refuses("\nranking: 3\n", "line 2: 'ranking' is '3', expected settings below it");
    refuses("index: hnsw\n", "line 1: setting 'index' is 'hnsw', expected one of ivf, faiss");
    refuses("index: ivf\nindex: ivf\n", "line 2: ");
    refuses("- index\n", "expected names and values such as 'reranking.category.max: 4'");
    refuses("index: [[1]]\n", "'index' is a list of lists");
    refuses("index: {\n", "line ");
    refuses(
        "columns:\n  user:\n    age: numbr\n",
        "line 3: setting 'columns.user.age' is 'numbr', expected one of category, number, ignored"
            + " (did you mean 'number'?)");
    refuses(
        "split: {train-until: '2022-05-02T00:00Z', evaluate-from: '2022-05-01T00:00Z'}",
        "setting 'split.train-until'");
  }

  @Test
  void anotherFileMustBeThere() {
    Path other = data.resolve("other.yaml");
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () -> new SettingsSources(data, Optional.of(other), Map.of(), Map.of()).load(_ -> {}))
        .withMessage("there is no settings file '" + other + "'");
  }

  @Test
  void anOldNameIsReadAndItsNewOneSaid() {
    List<String> notes = new ArrayList<>();
    LoadedSettings loaded = SettingsSources.of(data).with("ranker.rate", "0.01").load(notes::add);
    assertThat(loaded.settings().marquee().training().ranker().optimisation().learningRate())
        .isEqualTo(0.01);
    assertThat(notes)
        .containsExactly("setting 'ranker.rate' is called 'ranker.optimisation.learning-rate' now");
  }

  @Test
  void whatIsPrintedIsReadBackEqual() throws IOException {
    write(
        """
        columns: {user: {"internal id": ignored, a.b: number}}
        fold: {session-gap: 45 min, served-counts-as-seen: true}
        ranker.architecture.hidden: [64, 32]
        split.train-until: 2022-05-01T00:00+08:00
        """);
    LoadedSettings loaded = load();
    String yaml = SettingsText.yaml(loaded);
    assertThat(yaml).contains("session-gap: 45 min  # * by ").contains("default: 30 min");
    write(yaml);
    assertThat(load().settings()).isEqualTo(loaded.settings());
    assertThat(load().version()).isEqualTo(loaded.version());
    write("");
    assertThat(load().version()).isNotEqualTo(loaded.version());
  }

  @Test
  void aUriIsShownWithoutItsPassword() {
    assertThat(SettingsText.withoutSecrets("kafka://ann:secret@b1/events"))
        .isEqualTo("kafka://***@b1/events");
    assertThat(SettingsText.withoutSecrets("rocksdb:store")).isEqualTo("rocksdb:store");
  }
}
