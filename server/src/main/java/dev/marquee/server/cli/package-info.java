/// The command line: one class per command, wired by constructors.
///
/// Results go to standard output, progress and warnings to standard error. Exit codes: 0 done, 2
/// wrong usage or bad input, 1 anything else.
package dev.marquee.server.cli;
