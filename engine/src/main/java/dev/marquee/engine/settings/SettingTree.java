package dev.marquee.engine.settings;

import dev.marquee.engine.DidYouMean;
import dev.marquee.engine.Doc;
import dev.marquee.engine.Doc.Effect;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings in a tree of records, by key.
///
/// Every component has a [Doc]. A map with default entries accepts only their names; a map without
/// default entries accepts any name. The checks in a record's constructor also apply to given
/// values, and their messages are shown with the key. Immutable.
///
/// @param <T> the record at the root
public final class SettingTree<T extends Record> {

  private final String root;
  private final T defaults;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private SettingTree(String root, T defaults) {
    this.root = root;
    this.defaults = defaults;
    collect(root, defaults, Effect.RESTART);
  }

  /// The tree of a record with its defaults.
  public static <T extends Record> SettingTree<T> of(T defaults) {
    return new SettingTree<>("", defaults);
  }

  /// The tree of a record below a key.
  public static <T extends Record> SettingTree<T> below(String key, T defaults) {
    return new SettingTree<>(key, defaults);
  }

  /// All settings, in the order of the records.
  public Collection<Setting> settings() {
    return settings.values();
  }

  public T defaults() {
    return defaults;
  }

  private void collect(String prefix, Record record, Effect inherited) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Doc doc = doc(component);
      String key = key(prefix, component, doc);
      Effect effect = doc.effect() == Effect.INHERITED ? inherited : doc.effect();
      Object value = value(component, record);
      if (isSection(component)) {
        collect(key, (Record) value, effect);
      } else {
        Type type = component.getGenericType();
        if (value instanceof Map<?, ?> map) {
          map.forEach(
              (name, one) -> add(key + "." + name, SettingText.inner(type), doc, effect, one));
          if (map.isEmpty()) {
            add(key, type, doc, effect, "");
          }
        } else {
          add(key, type, doc, effect, value);
        }
      }
    }
  }

  private void add(String key, Type type, Doc doc, Effect effect, Object initial) {
    Setting one = new Setting(key, type, doc.value(), doc.unit(), effect, SettingText.of(initial));
    if (settings.put(key, one) != null) {
      throw new IllegalStateException("two settings have the key '" + key + "'");
    }
  }

  private static boolean isSection(RecordComponent component) {
    return component.getType().isRecord();
  }

  private static Doc doc(RecordComponent component) {
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null) {
      throw new IllegalStateException(
          "'%s' of %s has no @Doc: say what it is for"
              .formatted(component.getName(), component.getDeclaringRecord().getSimpleName()));
    }
    return doc;
  }

  private static String key(String prefix, RecordComponent component, Doc doc) {
    if (!doc.key().equals(Doc.OWN_NAME)) {
      return doc.key();
    }
    String name = SettingText.kebab(component.getName());
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  /// The values of a record as text, by key; each map entry has its own key.
  public Map<String, String> values(T of) {
    Map<String, String> values = new LinkedHashMap<>();
    read(root, of, values);
    return values;
  }

  private static void read(String prefix, Record record, Map<String, String> into) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String key = key(prefix, component, doc(component));
      Object value = value(component, record);
      switch (value) {
        case Record section when isSection(component) -> read(key, section, into);
        case Map<?, ?> map ->
            map.forEach((name, one) -> into.put(key + "." + name, SettingText.of(one)));
        default -> into.put(key, SettingText.of(value));
      }
    }
  }

  /// The setting with a key; for the key of a map entry, the map.
  public Optional<Setting> find(String key) {
    Setting exact = settings.get(key);
    if (exact != null && !exact.isMap()) {
      return Optional.of(exact);
    }
    return settings.values().stream()
        .filter(setting -> setting.isMap() && key.startsWith(setting.key() + "."))
        .findFirst();
  }

  /// Whether there are settings below a key.
  public boolean isSection(String key) {
    return settings.keySet().stream().anyMatch(one -> one.startsWith(key + "."))
        || Optional.ofNullable(settings.get(key)).filter(Setting::isMap).isPresent();
  }

  /// The defaults, overridden by the given values; of two for the same key the later one counts.
  ///
  /// @throws SettingException if a key is unknown or a value is invalid
  public T with(List<Given> given) {
    Map<String, Given> byKey = new LinkedHashMap<>();
    for (Given one : given) {
      requireKnown(one);
      byKey.put(one.key(), one);
    }
    return root(byKey);
  }

  @SuppressWarnings("unchecked") // It has the class of the defaults.
  private T root(Map<String, Given> given) {
    return (T) build(root, defaults, given);
  }

  private void requireKnown(Given one) {
    if (find(one.key()).isPresent()) {
      return;
    }
    if (isSection(one.key())) {
      throw new SettingException(
          "%s: '%s' is '%s', expected settings below it, such as '%s'"
              .formatted(one.place(), one.key(), one.text(), example(one.key())));
    }
    throw new SettingException(
        "%s: there is no setting '%s' (given '%s')%s: 'marquee settings' prints all"
            .formatted(one.place(), one.key(), one.text(), guess(one.key())));
  }

  /// The nearest key as a question; sections between its first and its last name may be missing.
  private String guess(String key) {
    Map<String, String> shorter = new LinkedHashMap<>();
    for (String known : settings.keySet()) {
      shorter.putIfAbsent(known.replaceFirst("\\..*\\.", "."), known);
    }
    return DidYouMean.nearest(settings.keySet(), key)
        .or(() -> DidYouMean.nearest(shorter.keySet(), key).map(shorter::get))
        .map(DidYouMean::asQuestion)
        .orElse("");
  }

  private String example(String section) {
    return settings.keySet().stream()
        .filter(key -> key.startsWith(section))
        .findFirst()
        .map(key -> settings.get(key).isMap() ? key + ".NAME" : key)
        .orElseThrow();
  }

  private Record build(String prefix, Record record, Map<String, Given> given) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    List<Type> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    Map<String, Given> own = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      String key = key(prefix, component, doc(component));
      Object value = value(component, record);
      if (isSection(component)) {
        value = build(key, (Record) value, given);
      } else if (value instanceof Map<?, ?> map) {
        value = entries(component, key, map, given);
      } else if (given.containsKey(key)) {
        value = parse(component.getGenericType(), given.get(key));
        own.put(component.getName(), given.get(key));
      }
      types.add(component.getType());
      values.add(value);
    }
    try {
      return (Record) construct(record.getClass(), types, values);
    } catch (IllegalArgumentException e) {
      throw refused(own, prefix, e);
    }
  }

  private static Map<String, Object> entries(
      RecordComponent component, String key, Map<?, ?> before, Map<String, Given> given) {
    Map<String, Object> entries = new LinkedHashMap<>();
    before.forEach((name, value) -> entries.put((String) name, value));
    given.forEach(
        (name, one) -> {
          if (name.startsWith(key + ".")) {
            entries.put(
                name.substring(key.length() + 1),
                parse(SettingText.inner(component.getGenericType()), one));
          }
        });
    return entries;
  }

  private static Object parse(Type type, Given one) {
    try {
      return SettingText.parse(type, one.text());
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          "%s: setting '%s' is '%s', expected %s%s"
              .formatted(
                  one.place(),
                  one.key(),
                  one.text(),
                  SettingText.expected(type),
                  SettingText.guess(type, one.text())),
          e);
    }
  }

  /// Adds the key to the message of a record's constructor.
  private static IllegalArgumentException refused(
      Map<String, Given> own, String prefix, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return own.entrySet().stream()
        .filter(one -> message.contains(one.getKey()) || message.contains(last(one.getValue())))
        .findFirst()
        .or(() -> own.entrySet().stream().findFirst())
        .map(Map.Entry::getValue)
        .map(one -> message(one, message, e))
        .orElse(new SettingException("settings of '%s': %s".formatted(prefix, message), e));
  }

  private static SettingException message(Given one, String message, Throwable cause) {
    return new SettingException(
        message.startsWith("setting '" + one.key() + "'")
            ? one.place() + ": " + message
            : "%s: setting '%s' is '%s': %s".formatted(one.place(), one.key(), one.text(), message),
        cause);
  }

  private static String last(Given one) {
    return one.key().substring(one.key().lastIndexOf('.') + 1);
  }

  /// Calls a record's canonical constructor.
  ///
  /// @throws IllegalArgumentException as the constructor does
  static Object construct(Class<?> type, List<? extends Type> types, List<?> values) {
    try {
      Constructor<?> canonical =
          type.getDeclaredConstructor(types.stream().map(SettingText::raw).toArray(Class[]::new));
      canonical.setAccessible(true);
      return canonical.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
