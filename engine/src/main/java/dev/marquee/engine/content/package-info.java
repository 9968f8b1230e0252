/// What videos say before anyone watched them: content vectors and the profile that a viewer's
/// history makes of them.
package dev.marquee.engine.content;
