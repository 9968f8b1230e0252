/// Contract tests for implementations of the engine's ports, for authors of adapters, and a small
/// platform for tests.
///
/// To test an implementation, inherit from its contract and return an empty log, store or index.
package dev.marquee.testkit;
