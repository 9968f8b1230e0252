/// Building blocks of network training: optimisers, parameter tables, embedding bags.
package dev.marquee.engine.training.network;
