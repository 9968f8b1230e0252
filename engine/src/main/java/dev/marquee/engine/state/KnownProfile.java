package dev.marquee.engine.state;

import dev.marquee.engine.bytes.ByteReader;
import dev.marquee.engine.bytes.ByteWriter;
import dev.marquee.engine.catalog.Attributes;
import dev.marquee.engine.catalog.Columns;
import dev.marquee.engine.catalog.VideoTable;
import dev.marquee.engine.events.ProfileUpdated;
import dev.marquee.engine.events.UserProfile;
import java.util.HashMap;
import java.util.TreeMap;

/// A user's profile from the platform.
final class KnownProfile implements UserFact {

  static final Kind<KnownProfile> KIND =
      new Kind<>(
              "profile",
              1,
              "Country, language, year of birth, gender and the platform's own columns, from the"
                  + " latest `profile-updated`.",
              KnownProfile.class,
              KnownProfile::new,
              KnownProfile::read)
          .onEvent(
              ProfileUpdated.class,
              (it, event, fold) -> it.set(event.profile(), fold.settings().columns()));

  private UserProfile profile = UserProfile.UNKNOWN;
  private int[] attributes = {};

  UserProfile profile() {
    return profile;
  }

  /// Hashes of the platform's own columns; not to be changed.
  int[] attributes() {
    return attributes;
  }

  void set(UserProfile newProfile, Columns columns) {
    profile = newProfile;
    attributes = Attributes.ofUser(newProfile.attributes(), columns);
  }

  @Override
  public KnownProfile copy() {
    KnownProfile copy = new KnownProfile();
    copy.profile = profile;
    copy.attributes = attributes;
    return copy;
  }

  @Override
  public void write(ByteWriter out, VideoTable videos) {
    out.text(profile.country());
    out.text(profile.language());
    out.varint(profile.birthYear());
    out.text(profile.gender());
    out.varint(profile.attributes().size());
    // Sorted by name, as the order of the profile's map differs between processes.
    new TreeMap<>(profile.attributes())
        .forEach(
            (name, value) -> {
              out.text(name);
              out.text(value);
            });
  }

  private static KnownProfile read(ByteReader in, VideoTable videos) {
    String country = in.text();
    String language = in.text();
    int birthYear = in.varint();
    String gender = in.text();
    var attributes = new HashMap<String, String>();
    for (int i = in.varint(); i > 0; i--) {
      attributes.put(in.text(), in.text());
    }
    KnownProfile read = new KnownProfile();
    read.set(new UserProfile(country, language, birthYear, gender, attributes), videos.columns());
    return read;
  }
}
