/// The HTTP API and the first web page: requests in, answers out, over the one
/// [Marquee][dev.marquee.engine.Marquee] of the process.
///
/// [HttpApi][dev.marquee.server.http.HttpApi] is the front door. A request passes the
/// [Router][dev.marquee.server.http.Router], which finds its [Route][dev.marquee.server.http.Route]
/// in the table of [Routes][dev.marquee.server.http.Routes]; the route's handler turns a
/// [Call][dev.marquee.server.http.Call] into an [Answer][dev.marquee.server.http.Answer] or throws
/// a [Refusal][dev.marquee.server.http.Refusal]. `openapi.yaml` describes all of them; a test holds
/// the two together.
package dev.marquee.server.http;
