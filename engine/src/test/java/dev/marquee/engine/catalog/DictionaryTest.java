package dev.marquee.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DictionaryTest {

  private final Dictionary dictionary = new Dictionary();

  @Test
  void numbersNamesInTheOrderInWhichTheyAreMet() {
    assertThat(dictionary.ordinal("b")).isEqualTo(0);
    assertThat(dictionary.ordinal("a")).isEqualTo(1);
    assertThat(dictionary.ordinal("b")).isEqualTo(0);
    assertThat(dictionary.size()).isEqualTo(2);
    assertThat(dictionary.name(1)).isEqualTo("a");
  }

  @Test
  void findingANameDoesNotNumberIt() {
    assertThat(dictionary.find("a")).isEqualTo(-1);
    assertThat(dictionary.size()).isEqualTo(0);
    dictionary.ordinal("a");
    assertThat(dictionary.find("a")).isEqualTo(0);
  }

  @Test
  void keepsEveryNameWhileItGrows() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(dictionary.ordinal("name " + i)).isEqualTo(i);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(dictionary.find("name " + i)).isEqualTo(i);
      assertThat(dictionary.name(i)).isEqualTo("name " + i);
    }
  }

  @Test
  void aReaderFindsTheNameOfEveryOrdinalItLearned() throws InterruptedException {
    var done = new AtomicBoolean();
    var wrong = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    int size = dictionary.size();
                    if (size > 0 && !dictionary.name(size - 1).equals("n" + (size - 1))) {
                      wrong.set(true);
                    }
                    int found = dictionary.find("n" + size);
                    if (found >= 0 && !dictionary.name(found).equals("n" + size)) {
                      wrong.set(true);
                    }
                  }
                });
    for (int i = 0; i < 50_000; i++) {
      dictionary.ordinal("n" + i);
    }
    done.set(true);
    reader.join();
    assertThat(wrong).isFalse();
  }
}
