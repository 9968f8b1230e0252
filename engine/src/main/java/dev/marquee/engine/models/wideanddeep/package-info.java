/// The ranker: a multi-task wide and deep network as it is served, without any learning code.
package dev.marquee.engine.models.wideanddeep;
