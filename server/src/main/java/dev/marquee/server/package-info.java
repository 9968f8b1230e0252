/// The runnable server: command line, HTTP API, web page, and the wiring of the engine by
/// constructors.
package dev.marquee.server;
