/// The engine as a library, each example in one file: embed it, add a candidate source or a
/// re-ranker of your own, keep its events in a log of your own.
package dev.marquee.examples;
