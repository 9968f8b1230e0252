/// The demo: a simulated audience that uses Marquee over HTTP, as a platform would.
package dev.marquee.server.demo;
