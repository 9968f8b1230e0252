/// Events as bytes: blocks of events that a log stores, with shared texts written once.
package dev.marquee.engine.events.binary;
