package dev.marquee.engine.events.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.marquee.engine.events.Event;
import dev.marquee.engine.events.EventForm;
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
}
