/// Settings as a tree of records: their keys, their values as text, and new records from given
/// values. Independent of file formats: the caller reads the file and passes keys and texts.
package dev.marquee.engine.settings;
