/// The ranker: a multi-task wide and deep network for serving; no training code.
package dev.marquee.engine.models.wideanddeep;
