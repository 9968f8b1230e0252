package dev.marquee.engine.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Queue of appends for the log's thread, which takes all that wait as one group.
///
/// Bounded: a caller blocks while [#WAITING_EVENTS] wait, except on the log's own thread, where
/// continuations of appends may run.
final class AppendQueue {

  /// Maximum number of waiting events.
  static final int WAITING_EVENTS = 64 << 10;

  /// Maximum events of a group, unless one batch has more.
  static final int GROUP_EVENTS = 16 << 10;

  /// Maximum bytes of a group, unless one batch has more.
  static final long GROUP_BYTES = 4 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition roomier = lock.newCondition();
  private final Queue<PendingAppend> waiting = new ArrayDeque<>();
  private int waitingEvents;
  private boolean closed;

  /// Adds an append to the queue, once there is room for it.
  ///
  /// @return whether it was added; false if the queue is closed
  boolean put(PendingAppend append, Thread taker) {
    lock.lock();
    try {
      while (waitingEvents >= WAITING_EVENTS && !closed && Thread.currentThread() != taker) {
        roomier.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      waiting.add(append);
      waitingEvents += append.events().size();
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for appends and takes a group of them; an empty one once the queue is closed and empty.
  List<PendingAppend> takeGroup() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      var group = new ArrayList<PendingAppend>();
      int events = 0;
      long bytes = 0;
      while (!waiting.isEmpty()) {
        events += waiting.element().events().size();
        bytes += waiting.element().bytes();
        if (!group.isEmpty() && (events > GROUP_EVENTS || bytes > GROUP_BYTES)) {
          break;
        }
        waitingEvents -= waiting.element().events().size();
        group.add(waiting.remove());
      }
      roomier.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// Accepts no more appends; those that wait can still be taken.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      roomier.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
