/// The engine as a library, each example in one file: embed it, add a custom candidate source or
/// re-ranker, store events in a custom log.
package dev.marquee.examples;
