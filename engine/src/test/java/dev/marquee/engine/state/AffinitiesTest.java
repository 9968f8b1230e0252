package dev.marquee.engine.state;

import static dev.marquee.engine.state.Affinities.CLICKS;
import static dev.marquee.engine.state.Affinities.COMPLETIONS;
import static dev.marquee.engine.state.Affinities.IMPRESSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.VideoTable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AffinitiesTest {

  private final Affinities affinities = new Affinities();

  private int count(int key, int counter) {
    return affinities.count(affinities.find(key), counter);
  }

  @Test
  void countsEachOutcomeOfAKeyByItself() {
    int pets = Affinities.category(Keys.name("pets"));
    affinities.add(pets, IMPRESSIONS);
    affinities.add(pets, IMPRESSIONS);
    affinities.add(pets, CLICKS);
    assertThat(count(pets, IMPRESSIONS)).isEqualTo(2);
    assertThat(count(pets, CLICKS)).isEqualTo(1);
    assertThat(count(pets, COMPLETIONS)).isEqualTo(0);
    assertThat(count(Affinities.category(Keys.name("cars")), IMPRESSIONS)).isEqualTo(0);
  }

  @Test
  void aNameOfOneKindIsNotThatOfAnother() {
    affinities.add(Affinities.category(Keys.name("x")), CLICKS);
    assertThat(count(Affinities.channel(Keys.name("x")), CLICKS)).isEqualTo(0);
    int[] keys = {
      Affinities.surface(3), Affinities.durationBucket(3), Affinities.hour(3), Affinities.device(3)
    };
    assertThat(IntStream.of(keys).distinct().count()).isEqualTo(4);
  }

  @Test
  void whereThereIsNoRoomTheLeastShownKeyGoes() {
    for (int key = 0; key < Affinities.LIMIT; key++) {
      for (int times = 0; times <= (key == 40 ? 0 : 5); times++) {
        affinities.add(Affinities.hour(key), IMPRESSIONS);
      }
      affinities.add(Affinities.hour(key), CLICKS);
    }
    affinities.add(Affinities.category(Keys.name("new")), IMPRESSIONS);
    assertThat(affinities.find(Affinities.hour(40))).isEqualTo(-1);
    assertThat(count(Affinities.category(Keys.name("new")), IMPRESSIONS)).isEqualTo(1);
    assertThat(count(Affinities.category(Keys.name("new")), CLICKS)).isEqualTo(0);
    for (int key = 0; key < Affinities.LIMIT; key++) {
      assertThat(count(Affinities.hour(key), IMPRESSIONS)).isEqualTo(key == 40 ? 0 : 6);
    }
  }

  @Test
  void aKeyShownOftenOutlivesAnyNumberOfRareOnes() {
    int favourite = Affinities.channel(Keys.name("favourite"));
    affinities.add(favourite, IMPRESSIONS);
    affinities.add(favourite, IMPRESSIONS);
    for (int i = 0; i < 10_000; i++) {
      affinities.add(Affinities.channel(Keys.name("c" + i)), IMPRESSIONS);
    }
    assertThat(count(favourite, IMPRESSIONS)).isEqualTo(2);
  }

  @Test
  void aCopyStaysAsItWas() {
    affinities.add(Affinities.hour(1), CLICKS);
    Affinities copy = affinities.copy();
    affinities.add(Affinities.hour(1), CLICKS);
    affinities.add(Affinities.hour(2), CLICKS);
    assertThat(copy.count(copy.find(Affinities.hour(1)), CLICKS)).isEqualTo(1);
    assertThat(copy.find(Affinities.hour(2))).isEqualTo(-1);
  }

  @Test
  void bytesGiveBackEveryCount() {
    for (int i = 0; i < 3 * Affinities.LIMIT; i++) {
      affinities.add(Affinities.hour(i % 150), i % 3);
    }
    var out = ByteWriter.littleEndian();
    affinities.write(out, new VideoTable());
    Affinities read = Affinities.read(ByteReader.littleEndian(out.toBytes()), new VideoTable());
    for (int key = 0; key < 150; key++) {
      for (int counter = 0; counter < 3; counter++) {
        assertThat(read.count(read.find(Affinities.hour(key)), counter))
            .isEqualTo(count(Affinities.hour(key), counter));
      }
    }
    var again = ByteWriter.littleEndian();
    read.write(again, new VideoTable());
    assertThat(again.toBytes()).isEqualTo(out.toBytes());
  }
}
