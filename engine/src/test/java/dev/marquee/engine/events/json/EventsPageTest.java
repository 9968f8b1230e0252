package dev.marquee.engine.events.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
import dev.marquee.engine.events.Field;
import dev.marquee.engine.events.FieldKind;
import dev.marquee.engine.events.Fields;
import dev.marquee.engine.events.json.EventJson.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventsPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");

  @Test
  void thePageShowsEachEventAsItIsRead() throws IOException {
    String page = Files.readString(Path.of("../docs/events.md"));
    var shown = new LinkedHashSet<EventForm<?>>();
    for (MatchResult example : EXAMPLE.matcher(page).results().toList()) {
      for (Event event : EventJson.read(example.group(1).getBytes(UTF_8), Sender.SERVER)) {
        shown.add(event.form());
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(EventForm.all());
  }

  /// Where this fails, its message holds the table that belongs on the page.
  @Test
  void thePageHasATableOfEachEventsFields() throws IOException {
    String page = Files.readString(Path.of("../docs/events.md"));
    for (EventForm<?> form : EventForm.all()) {
      if (form.fields().list().size() > 1) {
        assertThat(page).as(form.word()).contains(table(form));
      }
    }
  }

  private static String table(EventForm<?> form) {
    var rows = new StringBuilder("| field | meaning | if missing |\n|---|---|---|\n");
    rows(form.fields(), "", rows);
    return rows.toString();
  }

  private static void rows(Fields<?> fields, String prefix, StringBuilder rows) {
    for (Field<?> field : fields.list()) {
      if (field.kind() != FieldKind.PART) {
        rows.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    prefix + field.name(),
                    field.meaning(),
                    field.isRequired() ? "refused" : field.ifMissing()));
      }
      if (field.part() != null) {
        rows(
            field.part(),
            field.kind() == FieldKind.PARTS ? prefix + field.name() + "[]." : prefix,
            rows);
      }
    }
  }
}
