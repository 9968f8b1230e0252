package dev.marquee.engine.storage;

import static dev.marquee.engine.storage.RocksDirectory.Family.META;
import static dev.marquee.engine.storage.RocksDirectory.Family.USERS;
import static dev.marquee.engine.storage.RocksDirectory.Family.VIDEOS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ContentVector;
import dev.marquee.engine.events.VideoDetails;
import dev.marquee.engine.math.Hashing;
import dev.marquee.engine.state.CounterTable;
import dev.marquee.engine.state.Fold;
import dev.marquee.engine.state.FoldSettings;
import dev.marquee.engine.state.RecentPositives;
import dev.marquee.engine.state.StateStore;
import dev.marquee.engine.state.UserState;
import dev.marquee.engine.state.UserStates;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// State in the data directory's RocksDB: users by id, videos and their recent positives by
/// ordinal, counters by page.
///
/// A save is one atomic write of what changed, so all of it stands at one offset of the log.
public final class RocksStateStore implements StateStore {

  private static final byte[] OFFSET = "state offset".getBytes(UTF_8);
  private static final byte[] SETTINGS = "state settings".getBytes(UTF_8);
  private static final byte COUNTERS = 'c';
  private static final byte RECENT = 'r';
  private static final byte VIDEO = 'v';

  /// Raised when saved state can no longer be read: it is folded anew then.
  private static final int FORMAT = 3;

  private final RocksDirectory directory;

  public RocksStateStore(RocksDirectory directory) {
    this.directory = directory;
  }

  @Override
  public Optional<Fold> load(FoldSettings settings) {
    byte[] offset = directory.get(META, OFFSET);
    byte[] madeWith = directory.get(META, SETTINGS);
    if (offset == null || !describe(settings).equals(new String(madeWith, UTF_8))) {
      return Optional.empty();
    }
    VideoTable videos = new VideoTable(settings.columns());
    CounterTable counters = Fold.counters(settings);
    RecentPositives recent = new RecentPositives();
    directory.scan(
        VIDEOS,
        (key, value) -> {
          switch (key[0]) {
            case COUNTERS -> restoreCounters(counters, value);
            case RECENT -> recent.restore(ByteBuffer.wrap(key, 1, 4).getInt(), row(value));
            default -> restoreVideo(videos, value);
          }
        });
    UserStates users = new UserStates(user -> load(user, videos));
    return Optional.of(
        new Fold(settings, videos, counters, recent, users, ByteBuffer.wrap(offset).getLong()));
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
    boolean first = directory.get(META, OFFSET) == null || isOfOtherSettings(fold);
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
            batch.put(VIDEOS, key(VIDEO, video), bytes(fold.videos(), video));
          }
          for (int page : fold.counters().takeUnsaved()) {
            batch.put(VIDEOS, key(COUNTERS, page), bytes(fold.counters(), page));
          }
          for (int video : fold.recentPositives().takeUnsaved()) {
            batch.put(VIDEOS, key(RECENT, video), bytes(fold.recentPositives().row(video)));
          }
          batch.put(META, SETTINGS, describe(fold.settings()).getBytes(UTF_8));
          batch.put(META, OFFSET, ByteBuffer.allocate(8).putLong(fold.offset()).array());
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
      // An erased user's old state is there until this save; who comes back starts anew.
      if (position != state.savedPosition() && !users.isRemoved(state.user())) {
        throw new IllegalStateException(
            "user '%s' is stored at offset %d, expected %d: another process writes to this store"
                .formatted(state.user(), position, state.savedPosition()));
      }
    }
  }

  /// Without the columns: attributes are saved as they came, and hashed when they are read.
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

  private static byte[] bytes(CounterTable counters, int page) {
    ByteWriter out = ByteWriter.littleEndian();
    int rows = counters.rowsOf(page);
    int[] cells = counters.cells(page);
    out.varint(rows);
    for (int row = 0; row < rows; row++) {
      out.int64(counters.key(page, row));
      for (int i = 0; i < CounterTable.width(); i++) {
        out.varint(cells[row * CounterTable.width() + i]);
      }
    }
    return out.toBytes();
  }

  private static void restoreCounters(CounterTable counters, byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    int[] cells = new int[CounterTable.width()];
    for (int rows = in.varint(); rows > 0; rows--) {
      long key = in.int64();
      for (int i = 0; i < cells.length; i++) {
        cells[i] = in.varint();
      }
      counters.restore(key, cells, 0);
    }
  }

  private static byte[] bytes(int[] row) {
    ByteWriter out = ByteWriter.littleEndian();
    out.varint(row.length);
    for (int value : row) {
      out.varint(value);
    }
    return out.toBytes();
  }

  private static int[] row(byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    int[] row = new int[in.varint()];
    for (int i = 0; i < row.length; i++) {
      row[i] = in.varint();
    }
    return row;
  }

  private static byte[] bytes(VideoTable videos, int video) {
    VideoDetails details = videos.details(video);
    ByteWriter out = ByteWriter.littleEndian();
    out.text(videos.id(video));
    out.varint(videos.isPublished(video) ? 1 : 0);
    out.text(details.title());
    out.text(details.channel());
    out.varint(details.categories().size());
    details.categories().forEach(out::text);
    out.text(details.language());
    out.varint(details.countries().size());
    details.countries().forEach(out::text);
    out.varint(details.maturity());
    out.float64(details.durationSeconds());
    out.int64(details.publishedAt().toEpochMilli());
    out.text(details.thumbnail());
    out.varint(details.attributes().size());
    details
        .attributes()
        .forEach(
            (name, value) -> {
              out.text(name);
              out.text(value);
            });
    vector(details.vector(), out);
    return out.toBytes();
  }

  /// Nothing where there is none, as in states of before there were vectors.
  private static void vector(ContentVector vector, ByteWriter out) {
    if (!vector.isEmpty()) {
      out.varint(vector.length());
      for (int i = 0; i < vector.length(); i++) {
        out.float32(vector.get(i));
      }
    }
  }

  private static ContentVector vector(ByteReader in) {
    if (in.isAtEnd()) {
      return ContentVector.NONE;
    }
    float[] values = new float[in.varint()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.float32();
    }
    return ContentVector.of(values);
  }

  private static void restoreVideo(VideoTable videos, byte[] bytes) {
    ByteReader in = ByteReader.littleEndian(bytes);
    String id = in.text();
    boolean published = in.varint() == 1;
    VideoDetails details =
        new VideoDetails(
            in.text(),
            in.text(),
            texts(in),
            in.text(),
            texts(in),
            in.varint(),
            in.float64(),
            Instant.ofEpochMilli(in.int64()),
            in.text(),
            attributes(in),
            vector(in));
    videos.restore(id, details, published);
  }

  private static List<String> texts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (int i = in.varint(); i > 0; i--) {
      texts.add(in.text());
    }
    return texts;
  }

  private static Map<String, String> attributes(ByteReader in) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = in.varint(); i > 0; i--) {
      attributes.put(in.text(), in.text());
    }
    return attributes;
  }
}
