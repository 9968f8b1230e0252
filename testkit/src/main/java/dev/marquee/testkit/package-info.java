/// What every implementation of a port must hold, for whoever writes an adapter, and a small
/// platform to test with.
///
/// A contract is a test class to inherit from: give it an empty log, store or index and it runs.
package dev.marquee.testkit;
