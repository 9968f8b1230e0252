package dev.marquee.engine.index.ivf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.engine.index.CorruptIndexException;
import dev.marquee.engine.index.Hits;
import dev.marquee.engine.index.IdFilter;
import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IvfFileTest {

  private static final int D = 8;
  private static final int N = 5_000;

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(3);
  private Path file;
  private IvfIndex index;

  @BeforeEach
  void build() throws InterruptedException {
    float[] vectors = new float[N * D];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    file = folder.resolve("videos.ivf");
    index = IvfIndex.build(VectorSource.rows(vectors, D), IndexSettings.of(D).withExactBelow(100));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOpenedIndexFindsTheSame(boolean keepVectors) throws Exception {
    if (!keepVectors) {
      float[] few = new float[7 * D];
      for (int i = 0; i < few.length; i++) {
        few[i] = i % 5;
      }
      index = IvfIndex.build(VectorSource.rows(few, D), index.settings().withoutVectors());
    }
    index.save(file, "model-1");
    assertSame(IvfIndex.open(file, "model-1"));
  }

  @Test
  void whatChangedIsInTheFileAndWhatWasRemovedIsNot() throws IOException {
    for (int id = 0; id < N; id += 2) {
      index.remove(id);
    }
    index.put(N + 70, query(), 0);
    index.put(1, query(), 0);
    index.save(file, "model-1");
    IvfIndex opened = IvfIndex.open(file, "model-1");
    assertThat(opened.size()).isEqualTo(N / 2 + 1);
    assertSame(opened);
  }

  @Test
  void anOpenedIndexCanBeWrittenTo() throws Exception {
    index.save(file, "model-1");
    IvfIndex opened = IvfIndex.open(file, "model-1");
    for (IvfIndex each : new IvfIndex[] {index, opened}) {
      var same = new SplittableRandom(9);
      for (int step = 0; step < 2_000; step++) {
        int id = same.nextInt(N + 500);
        if (same.nextBoolean()) {
          each.remove(id);
        } else {
          float[] vector = new float[D];
          for (int k = 0; k < D; k++) {
            vector[k] = (float) same.nextGaussian();
          }
          each.put(id, vector, 0);
        }
      }
    }
    assertThat(opened.size()).isEqualTo(index.size());
    assertSame(opened);
    opened.recluster();
    assertThat(opened.search(query(), 10, IdFilter.ALL).ids()).hasSize(10);
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    index.save(file, "model-1");
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(bytes.length / 60)) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Path other = folder.resolve("damaged.ivf");
      Files.write(other, damaged);
      assertThatThrownBy(
              () -> {
                IvfIndex opened = IvfIndex.open(other, "model-1");
                // A filter that lets nothing through makes a search read all lists.
                opened.search(query(), 10, IdFilter.ALL.and(id -> false));
              })
          .as("byte %d of %d", at, bytes.length)
          .isInstanceOfAny(CorruptIndexException.class, UncheckedIOException.class)
          .hasMessageContaining("damaged.ivf");
    }
  }

  @Test
  void aFileThatWasCutOffIsRefused() throws IOException {
    index.save(file, "model-1");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 4096, 5000, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> IvfIndex.open(file, "model-1"))
          .as("cut to %d", length)
          .isInstanceOf(CorruptIndexException.class)
          .hasMessageContaining("videos.ivf");
    }
  }

  @Test
  void anotherModelOrVersionIsRefusedByName() throws IOException {
    index.save(file, "model-1");
    assertThatThrownBy(() -> IvfIndex.open(file, "model-2"))
        .hasMessage(file + " holds vectors of model model-1, expected model-2: rebuild the index");
    byte[] bytes = Files.readAllBytes(file);
    for (int version : new int[] {2, 9}) {
      bytes[8] = (byte) version;
      Files.write(file, bytes);
      assertThatThrownBy(() -> IvfIndex.open(file, "model-1"))
          .isInstanceOf(CorruptIndexException.class)
          .hasMessage(file + " is of version " + version + ", expected 3: rebuild it");
    }
    Files.writeString(file, "x".repeat(5000));
    assertThatThrownBy(() -> IvfIndex.open(file, "model-1"))
        .hasMessage(file + " is not a vector index");
  }

  @Test
  void anUnfinishedFileBesideItDoesNotMatter() throws IOException {
    index.save(file, "model-1");
    Files.writeString(folder.resolve("videos.ivf.unfinished"), "half");
    assertSame(IvfIndex.open(file, "model-1"));
    index.save(file, "model-2");
    assertSame(IvfIndex.open(file, "model-2"));
    assertThat(folder.resolve("videos.ivf.unfinished")).doesNotExist();
  }

  private void assertSame(IvfIndex opened) {
    assertThat(opened.settings()).isEqualTo(index.settings());
    for (int round = 0; round < 20; round++) {
      float[] query = query();
      for (IdFilter filter : new IdFilter[] {IdFilter.ALL, IdFilter.of(new long[] {-1, 77})}) {
        Hits expected = index.search(query, 50, filter);
        Hits hits = opened.search(query, 50, filter);
        assertThat(hits.ids()).containsExactly(expected.ids());
        assertThat(hits.scores()).containsExactly(expected.scores());
      }
    }
  }

  private float[] query() {
    float[] query = new float[D];
    for (int k = 0; k < D; k++) {
      query[k] = (float) random.nextGaussian();
    }
    return query;
  }
}
