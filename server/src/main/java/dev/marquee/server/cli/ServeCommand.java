package dev.marquee.server.cli;

import dev.marquee.engine.Marquee;
import dev.marquee.server.http.HttpApi;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `marquee serve`: the API and the web page over a data directory.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Take events and answer feeds over HTTP, until interrupted.")
final class ServeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "port to listen on, 0 for a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description =
          "address to listen on; 0.0.0.0 for all, behind something that checks who asks (default:"
              + " ${DEFAULT-VALUE})")
  private String host;

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = InstantSource.system();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Marquee marquee = Marquee.in(common.data).with(common.settings()).open();
    HttpApi api = new HttpApi(marquee, registry, clock, HttpApi.Settings.defaults().at(host, port));
    try {
      api.start();
    } catch (RuntimeException e) {
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
}
