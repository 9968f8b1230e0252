/// Bytes in and out: fixed and variable-length integers, texts and floats, for every stored format.
///
/// Knows only primitive values, not their meaning. The event log, the user states, the models and
/// the index files are written with it.
package dev.marquee.engine.bytes;
