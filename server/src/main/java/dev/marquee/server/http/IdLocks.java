package dev.marquee.server.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Locks that allow one writer per id at a time, so that a decision based on the current state is
/// still valid when its event is stored. Ids share 64 locks.
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
