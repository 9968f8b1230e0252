/// The data directory: what its files say of the platform's columns and of the split by time.
package dev.marquee.server.data;
