/// The HTTP API and the web page: requests come in, answers go out, from the single
/// [Marquee][dev.marquee.engine.Marquee] of the process.
///
/// [HttpApi][dev.marquee.server.http.HttpApi] is the entry point. A request passes the
/// [Router][dev.marquee.server.http.Router], which finds its [Route][dev.marquee.server.http.Route]
/// in the table of [Routes][dev.marquee.server.http.Routes]; the route's handler turns a
/// [Call][dev.marquee.server.http.Call] into an [Answer][dev.marquee.server.http.Answer] or throws
/// a [Refusal][dev.marquee.server.http.Refusal]. `openapi.yaml` describes all routes; a test checks
/// that they agree.
package dev.marquee.server.http;
