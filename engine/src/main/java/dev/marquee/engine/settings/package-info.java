/// Settings as a tree of records: their keys, their values as text, and new records from given
/// values. Knows no file format; whoever reads one hands keys and texts in.
package dev.marquee.engine.settings;
