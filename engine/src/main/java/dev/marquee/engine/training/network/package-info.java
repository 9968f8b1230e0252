/// What networks learn by: optimisers, tables of parameters, embedding bags.
package dev.marquee.engine.training.network;
