/// Content-based signals, which work for videos without watches: a viewer's profile, made of the
/// content vectors of the last watches.
///
/// Comes in: the catalog's content vectors, and ordinals of watched videos. Goes out: a direction;
/// feature rows and the content source compare videos to it.
package dev.marquee.engine.content;
