package dev.marquee.engine.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A kind of model used by candidate sources, with its file reader and writer.
///
/// @param <M> the model's class
/// @param name of its file, before `.model`
public record ModelKind<M>(String name, Reader<M> reader, Writer<M> writer) {

  /// Reads a model that its [Writer] wrote.
  @FunctionalInterface
  public interface Reader<M> {
    M read(InputStream in) throws IOException;
  }

  /// Writes a model.
  @FunctionalInterface
  public interface Writer<M> {
    void write(M model, OutputStream out) throws IOException;
  }

  /// The name of the file in a version's folder.
  public String file() {
    return name + ".model";
  }
}
