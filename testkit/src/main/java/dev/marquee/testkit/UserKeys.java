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

/// An encryption key for each user. A log that cannot be rewritten encrypts the user's events with
/// it. Dropping the key leaves only a pseudonym and makes the encrypted events unreadable.
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

  /// The number of the key that encrypts a user's event at an offset.
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

  /// Uses a new key for the user's next events.
  void change(String user) {
    current.remove(user);
  }

  /// Drops those keys of the user whose events are all at or before an offset.
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

  /// The pseudonym that replaces the user of a dropped key; empty while the key exists.
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

  /// A token that replaces an id for readers without the key; equal ids give equal tokens.
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
