/// Bytes in and out: fixed and variable-length integers, texts and floats, for every stored format.
///
/// Nothing comes in but primitive values and nothing is known of what they mean: the event log, the
/// user states, the models and the index files are written with it.
package dev.marquee.engine.bytes;
