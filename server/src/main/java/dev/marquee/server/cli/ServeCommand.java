package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.server.data.LiveSettings;
import dev.marquee.server.data.LoadedSettings;
import dev.marquee.server.data.SettingsSources;
import dev.marquee.server.http.HttpApi;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `marquee serve`: serves the API and the web page from a data directory.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Accept events and serve feeds over HTTP, until interrupted.")
final class ServeCommand implements Callable<Integer> {

  @Mixin private DataOptions common;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "port to listen on, 0 for a free one (default: the setting http.port, 8080)")
  private Integer port;

  @Option(
      names = "--host",
      paramLabel = "H",
      description =
          "address to listen on; 0.0.0.0 for all, only behind a proxy that authenticates (default:"
              + " the setting http.host, 127.0.0.1)")
  private String host;

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    SettingsSources sources = sources();
    LoadedSettings loaded = sources.load(System.err::println);
    Marquee marquee = Marquee.in(common.data).with(loaded.settings().marquee()).open();
    LiveSettings settings = LiveSettings.of(marquee, sources, loaded, clock);
    HttpApi api = new HttpApi(marquee, settings, registry, clock);
    try {
      api.start();
    } catch (RuntimeException e) {
      settings.close();
      marquee.close();
      throw e;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      api.close();
                      settings.close();
                      marquee.close();
                      stopped.countDown();
                    }));
    System.out.println("serving " + common.data + " on " + api.uri() + " (Ctrl-C stops)");
    new Report(System.out)
        .fact("uri", api.uri().toString())
        .metric("log.end", (double) marquee.log().end())
        .json(common.json);
    stopped.await();
    return 0;
  }

  /// The settings sources, with the flags as settings.
  private SettingsSources sources() {
    SettingsSources sources = common.sources();
    if (port != null) {
      sources = sources.with("http.port", Integer.toString(port));
    }
    return host == null ? sources : sources.with("http.host", host);
  }
}
