package dev.marquee.testkit;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key for each user, under which a log that cannot be rewritten stores who the user is. A key
/// that is dropped leaves a pseudonym, and no way to read what was stored under it.
///
/// For one thread at a time.
final class UserKeys {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final List<Key> keys = new ArrayList<>();
  private final Map<String, Integer> current = new HashMap<>();

  private static final class Key {
    private String user;
    private byte[] secret;
    private String pseudonym;
    private long lastUse;
  }

  /// The number of the key under which a user's event at an offset is stored.
  int of(String user, long offset) {
    int number =
        current.computeIfAbsent(
            user,
            absent -> {
              var key = new Key();
              key.user = user;
              key.secret = new byte[32];
              random.nextBytes(key.secret);
              keys.add(key);
              return keys.size() - 1;
            });
    keys.get(number).lastUse = offset;
    return number;
  }

  /// Has the user's next event stored under another key.
  void change(String user) {
    current.remove(user);
  }

  /// Drops the user's keys, all of whose events are at or before an offset.
  void drop(String user, String pseudonym, long upTo) {
    for (Key key : keys) {
      if (user.equals(key.user) && key.lastUse <= upTo) {
        Arrays.fill(key.secret, (byte) 0);
        key.secret = null;
        key.user = null;
        key.pseudonym = pseudonym;
      }
    }
  }

  /// Who stands in the place of a dropped key's user.
  Optional<String> pseudonym(int key) {
    return Optional.ofNullable(keys.get(key).pseudonym);
  }

  byte[] sealed(int key, byte[] text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] body = cipher(Cipher.ENCRYPT_MODE, key, nonce, text, 0);
    byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + body.length);
    System.arraycopy(body, 0, sealed, NONCE_BYTES, body.length);
    return sealed;
  }

  byte[] opened(int key, byte[] sealed) {
    return cipher(
        Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), sealed, NONCE_BYTES);
  }

  private byte[] cipher(int mode, int key, byte[] nonce, byte[] text, int from) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(keys.get(key).secret, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text, from, text.length - from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What stands for an id as long as nobody has the key: the same for the same id.
  String token(int key, String id) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.get(key).secret, "HmacSHA256"));
      for (int i = 0; i < id.length(); i++) {
        mac.update((byte) (id.charAt(i) >>> 8));
        mac.update((byte) id.charAt(i));
      }
      return HexFormat.of().formatHex(mac.doFinal(), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
