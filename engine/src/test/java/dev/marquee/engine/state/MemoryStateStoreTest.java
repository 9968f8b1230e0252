package dev.marquee.engine.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.marquee.testkit.MemoryStateStore;
import dev.marquee.testkit.StateStoreContract;

class MemoryStateStoreTest implements StateStoreContract {

  private final MemoryStateStore store = new MemoryStateStore();

  @Override
  public StateStore store() {
    return store;
  }

  @Override
  public void saveHalfway(Fold fold) {
    store.haltAfter(2);
    assertThatThrownBy(() -> store.save(fold)).hasMessage("halted");
  }
}
