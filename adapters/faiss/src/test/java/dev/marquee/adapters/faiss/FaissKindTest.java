package dev.marquee.adapters.faiss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.marquee.engine.MarqueeSettings;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorIndex;
import dev.marquee.engine.index.VectorIndexKind;
import dev.marquee.engine.index.VectorSource;
import org.junit.jupiter.api.Test;

class FaissKindTest {

  private static final float[] ROWS = {1, 0, 0, 1, 1, 1};

  @Test
  void theSettingFindsTheAdapter() {
    assumeTrue(FaissLibrary.isThere(), FaissLibrary::missing);
    VectorIndexKind kind = MarqueeSettings.Index.FAISS.kind();
    assertThat(kind.name()).isEqualTo("faiss");
    VectorIndex index = kind.build(VectorSource.rows(ROWS, 2), IndexSettings.of(2));
    assertThat(index.search(new float[] {0, 2}, 2, IdFilter.ALL).ids()).containsExactly(1, 2);
  }

  @Test
  void anIndexThatHasGrownFarFromItsListsIsRebuiltByItsOwner() {
    assumeTrue(FaissLibrary.isThere(), FaissLibrary::missing);
    VectorIndex index =
        new FaissKind().build(VectorSource.rows(ROWS, 2), IndexSettings.of(2).withExactBelow(2));
    for (int id = 3; id < 8; id++) {
      index.put(id, ROWS, 0);
    }
    assertThat(index.isWorn()).isFalse();
    index.put(8, ROWS, 0);
    assertThat(index.isWorn()).isTrue();
    assertThat(((FaissIndex) index).recluster()).isFalse();
  }

  @Test
  void whoInterruptsABuildStaysInterrupted() {
    assumeTrue(FaissLibrary.isThere(), FaissLibrary::missing);
    float[] rows = new float[4_000];
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                new FaissKind()
                    .build(VectorSource.rows(rows, 2), IndexSettings.of(2).withExactBelow(10)))
        .hasMessage("interrupted while an index was built");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anAdapterThatIsNotThereIsNamedByItsModule() {
    assertThatThrownBy(() -> VectorIndexKind.ofAdapter("odd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no adapter for 'index: odd': add the module marquee-odd to the class path;"
                + " 'index: ivf' works without");
  }

  @Test
  void aMissingShimIsNamedWithTheWayOut() {
    String before = System.getProperty(FaissLibrary.PROPERTY);
    System.setProperty(FaissLibrary.PROPERTY, "gone/libmarquee_faiss.so");
    try {
      assertThat(FaissLibrary.isThere()).isFalse();
      assertThat(FaissLibrary.missing())
          .contains("'index: faiss' needs the FAISS shim")
          .contains("missing at 'gone/libmarquee_faiss.so'")
          .contains("adapters/faiss/src/main/native/build-faiss")
          .contains("apt-get install g++ libfaiss-dev")
          .contains("-Dmarquee.faiss=FILE")
          .contains("'index: ivf' works without");
    } finally {
      if (before == null) {
        System.clearProperty(FaissLibrary.PROPERTY);
      } else {
        System.setProperty(FaissLibrary.PROPERTY, before);
      }
    }
  }
}
