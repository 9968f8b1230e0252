/// The files of the data directory other than the store: settings, column declarations, and the
/// split by time.
package dev.marquee.server.data;
