/// The binary form of events: the blocks of a log, in which repeated texts are written once.
package dev.marquee.engine.events.binary;
