package dev.marquee.engine.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.index.IndexSettings;
import dev.marquee.engine.index.VectorSource;
import dev.marquee.engine.index.ivf.IvfIndex;
import dev.marquee.engine.math.CsrMatrix;
import dev.marquee.engine.models.ModelWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stored bytes never change: a format that changes them gets a new version and a new digest here.
class StoredFormatsTest {

  private static String digest(byte[] bytes) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(bytes);
      return bytes.length + " " + HexFormat.of().formatHex(all, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void modelsKeepTheirBytes() throws IOException {
    var random = new SplittableRandom(13);
    var bytes = new ByteArrayOutputStream();
    var out = new ModelWriter(bytes, "something", 7);
    out.writeString("Ärger, 猫");
    out.writeLong(random.nextLong());
    out.writeDouble(-0.1);
    out.seal();
    float[] values = new float[40_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    out.writeFloats(values);
    out.writeMatrix(CsrMatrix.of(3, 4, new int[] {0, 0, 2}, new int[] {1, 3, 0}));
    out.writeInt(-9);
    out.seal();
    assertThat(digest(bytes.toByteArray())).isEqualTo("160108 83492510631ebdae");
  }

  @Test
  void indexFilesKeepTheirBytes(@TempDir Path folder) throws Exception {
    var random = new SplittableRandom(14);
    float[] vectors = new float[300 * 8];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = random.nextInt(-8, 9);
    }
    Path file = folder.resolve("videos.ivf");
    IvfIndex.build(VectorSource.rows(vectors, 8), IndexSettings.of(8)).save(file, "model-1");
    assertThat(digest(Files.readAllBytes(file))).isEqualTo("18560 258735f97d67d1e1");
  }
}
