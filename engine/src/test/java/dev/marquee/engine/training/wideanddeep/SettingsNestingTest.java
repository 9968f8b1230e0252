package dev.marquee.engine.training.wideanddeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.training.RetrievalSettings;
import dev.marquee.engine.training.network.Optimiser;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Architecture;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Optimisation;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Sampling;
import dev.marquee.engine.training.wideanddeep.WideAndDeepSettings.Schedule;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsNestingTest {

  @Test
  void noSettingsRecordHasMoreThanSevenComponents() {
    List<Class<?>> all = new ArrayList<>();
    collect(WideAndDeepSettings.class, all);
    collect(RetrievalSettings.class, all);
    assertThat(all).hasSizeGreaterThan(10);
    assertThat(all)
        .allSatisfy(one -> assertThat(one.getRecordComponents()).hasSizeLessThanOrEqualTo(7));
  }

  private static void collect(Class<?> settings, List<Class<?>> into) {
    into.add(settings);
    for (RecordComponent component : settings.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collect(component.getType(), into);
      }
    }
  }

  @Test
  void theStudentIsASmallNetworkThatLearnsLikeItsTeacher() {
    WideAndDeepSettings teacher = WideAndDeepSettings.defaults();
    WideAndDeepSettings student = teacher.student();
    assertThat(student.architecture())
        .isEqualTo(
            new Architecture(
                teacher.architecture().hashBits(),
                teacher.architecture().embeddingSize(),
                List.of(32),
                1,
                false));
    assertThat(student.optimisation()).isEqualTo(teacher.optimisation());
    assertThat(student.sampling()).isEqualTo(teacher.sampling());
    assertThat(student.schedule().ensembleSize()).isEqualTo(1);
    assertThat(student.schedule().epochs()).isEqualTo(teacher.schedule().epochs());
    assertThat(student.seed()).isEqualTo(teacher.seed());
  }

  @Test
  void settingsOfTheSameValuesAreEqual() {
    assertThat(new Architecture(18, 6, new ArrayList<>(List.of(128, 64)), 3, true))
        .isEqualTo(new Architecture(18, 6, List.of(128, 64), 3, true));
    assertThat(WideAndDeepSettings.defaults()).isEqualTo(WideAndDeepSettings.defaults());
  }

  @Test
  void aValueThatCannotBeIsRefusedWithItsKey() {
    assertThatThrownBy(() -> new Architecture(27, 6, List.of(128), 3, true))
        .hasMessage("setting 'ranker.architecture.hash-bits' is '27', expected 1 to 26");
    assertThatThrownBy(() -> new Architecture(18, 6, List.of(), 3, true))
        .hasMessage("setting 'ranker.architecture.hidden' is '[]', expected sizes of at least 1");
    assertThatThrownBy(() -> new Optimisation(Optimiser.ADAM, 2, 0.1, 0.1, 0, 0))
        .hasMessageContaining("'ranker.optimisation.learning-rate' is '2.0'");
    assertThatThrownBy(() -> new Optimisation(Optimiser.ADAM, 0.1, 0.1, 0.1, 0, 1))
        .hasMessageContaining("'ranker.optimisation.ema-decay' is '1.0'");
    assertThatThrownBy(() -> new Schedule(512, 0, 3))
        .hasMessageContaining("'ranker.schedule.epochs' is '0'");
    assertThatThrownBy(() -> new Sampling(0, 0.15, true))
        .hasMessageContaining("'ranker.sampling.negative-sampling-rate' is '0.0'");
  }
}
