package dev.marquee.engine.storage;

import static dev.marquee.engine.storage.RocksDirectory.Family.META;
import static dev.marquee.engine.storage.RocksDirectory.Family.USERS;
import static dev.marquee.engine.storage.RocksDirectory.Family.VIDEOS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.RecentPositives;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.StateTables;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.state.UserStates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// State in the data directory's RocksDB: users by id, videos and their recent positives by
/// ordinal, counters by page.
///
/// A save is one atomic write of all changes, so the whole state is of one offset of the log.
public final class RocksStateStore implements StateStore {

  /// The offset of each partition; with one partition, the same bytes as before there were several.
  private static final byte[] OFFSETS = "state offset".getBytes(UTF_8);

  private static final byte[] SETTINGS = "state settings".getBytes(UTF_8);
  private static final byte COUNTERS = 'c';
  private static final byte RECENT = 'r';
  private static final byte VIDEO = 'v';

  /// Raised when older saved state can no longer be read; it is then refolded from the log.
  private static final int FORMAT = 3;

  private final RocksDirectory directory;

  public RocksStateStore(RocksDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Optional<Fold> load(FoldSettings settings) {
    byte[] offsets = directory.get(META, OFFSETS);
    byte[] madeWith = directory.get(META, SETTINGS);
    if (offsets == null || !describe(settings).equals(new String(madeWith, UTF_8))) {
      return Optional.empty();
    }
    VideoTable videos = new VideoTable(settings.columns());
    CounterTable counters = Fold.counters(settings);
    RecentPositives recent = new RecentPositives();
    directory.scan(
        VIDEOS,
        (key, value) -> {
          switch (key[0]) {
            case COUNTERS -> StateTables.restoreCounters(counters, value);
            case RECENT ->
                recent.restore(ByteBuffer.wrap(key, 1, 4).getInt(), StateTables.positives(value));
            default -> StateTables.restoreVideo(videos, value);
          }
        });
    UserStates users = new UserStates(user -> load(user, videos));
    return Optional.of(
        new Fold(settings, videos, counters, recent, users, StateTables.offsets(offsets)));
  }

  private UserState load(String user, VideoTable videos) {
    byte[] stored = directory.get(USERS, key(user));
    return stored == null ? UserState.unknown(user) : UserState.fromBytes(user, stored, videos);
  }

  @Override
  public List<Optional<byte[]>> read(List<String> users) {
    List<byte[]> keys = users.stream().map(RocksStateStore::key).toList();
    return directory.multiGet(USERS, keys).stream().map(Optional::ofNullable).toList();
  }

  @Override
  public void save(Fold fold) {
    boolean first = directory.get(META, OFFSETS) == null || isOfOtherSettings(fold);
    List<UserState> changed = new ArrayList<>();
    fold.users().forEach(state -> addIfChanged(state, first, changed));
    if (!first) {
      requireUntouched(fold.users(), changed);
    }
    directory.write(
        batch -> {
          if (first) {
            clear(batch);
          }
          fold.users().takeRemoved().forEach(user -> batch.delete(USERS, key(user)));
          for (UserState state : changed) {
            batch.put(USERS, key(state.user()), state.toBytes(fold.videos()));
          }
          for (int video : fold.videos().takeUnsaved()) {
            batch.put(VIDEOS, key(VIDEO, video), StateTables.video(fold.videos(), video));
          }
          for (int page : fold.counters().takeUnsaved()) {
            batch.put(VIDEOS, key(COUNTERS, page), StateTables.counters(fold.counters(), page));
          }
          for (int video : fold.recentPositives().takeUnsaved()) {
            batch.put(
                VIDEOS,
                key(RECENT, video),
                StateTables.positives(fold.recentPositives().row(video)));
          }
          batch.put(META, SETTINGS, describe(fold.settings()).getBytes(UTF_8));
          batch.put(META, OFFSETS, StateTables.offsets(fold));
        });
    changed.forEach(UserState::saved);
    if (first) {
      fold.users().loadFrom(user -> load(user, fold.videos()));
    }
  }

  private static void addIfChanged(UserState state, boolean all, List<UserState> changed) {
    if (all || state.position() != state.savedPosition()) {
      changed.add(state);
    }
  }

  private boolean isOfOtherSettings(Fold fold) {
    return !describe(fold.settings()).equals(new String(directory.get(META, SETTINGS), UTF_8));
  }

  private void clear(RocksDirectory.Batch batch) {
    directory.scan(USERS, (key, value) -> batch.delete(USERS, key));
    directory.scan(VIDEOS, (key, value) -> batch.delete(VIDEOS, key));
  }

  private void requireUntouched(UserStates users, List<UserState> changed) {
    List<Optional<byte[]>> stored = read(changed.stream().map(UserState::user).toList());
    for (int i = 0; i < changed.size(); i++) {
      UserState state = changed.get(i);
      long position = stored.get(i).map(UserState::positionOf).orElse(0L);
      // An erased user's old state is stored until this save; a returning user has a new state.
      if (position != state.savedPosition() && !users.isRemoved(state.user())) {
        throw new IllegalStateException(
            "user '%s' is stored at offset %d, expected %d: another process writes to this store"
                .formatted(state.user(), position, state.savedPosition()));
      }
    }
  }

  /// Without the columns, as attributes are saved unhashed, and hashed when they are read.
  private static String describe(FoldSettings settings) {
    return "format " + FORMAT + ", " + UserState.format() + ", " + settings.with(Columns.NONE);
  }

  /// 128 bits of the user's id. The id itself never reaches the disk here, where an erased user's
  /// bytes may last until RocksDB compacts them.
  private static byte[] key(String user) {
    return ByteBuffer.allocate(16)
        .putLong(Hashing.ofString(user))
        .putLong(Hashing.ofString("user " + user))
        .array();
  }

  private static byte[] key(byte kind, int number) {
    return ByteBuffer.allocate(5).put(kind).putInt(number).array();
  }
}
