package dev.marquee.server.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One writer at a time per id, so that what is decided from the present state still holds when it
/// is stored. Ids share 64 locks.
final class IdLocks {

  private final ReentrantLock[] locks = new ReentrantLock[64];

  IdLocks() {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  <T> T holding(String id, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
