/// What videos say before anyone watched them: the profile that a viewer's last watches make of
/// content vectors.
///
/// Comes in: the catalog's content vectors, and ordinals of watched videos. Goes out: a direction
/// that feature rows and the content source compare videos with.
package dev.marquee.engine.content;
