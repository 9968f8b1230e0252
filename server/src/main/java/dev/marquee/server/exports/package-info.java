/// Exports for training elsewhere: rows come in from a command, one Parquet file goes out.
///
/// [ParquetFile][dev.marquee.server.exports.ParquetFile] is the entry point: it takes
/// [Column][dev.marquee.server.exports.Column]s and then rows of values, which
/// [ExampleRows][dev.marquee.server.exports.ExampleRows] builds.
package dev.marquee.server.exports;
