/// Rows come in from a command, one Parquet file goes out, for those who train elsewhere.
///
/// [ParquetFile][dev.marquee.server.exports.ParquetFile] is the front door: it takes
/// [Column][dev.marquee.server.exports.Column]s and then rows of values, such as
/// [ExampleRows][dev.marquee.server.exports.ExampleRows] makes.
package dev.marquee.server.exports;
