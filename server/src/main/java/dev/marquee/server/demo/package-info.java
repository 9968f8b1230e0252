/// The demo: a simulated audience that uses Marquee over HTTP like a real platform.
package dev.marquee.server.demo;
