/// Import and export of rankers as ONNX models.
///
/// Comes in: an ONNX file, or a wide-and-deep ranker. Goes out: a ranker that ONNX Runtime runs, or
/// an ONNX file. The model store finds [OnnxFormat][dev.marquee.adapters.onnx.OnnxFormat] by its
/// interface; nothing else is public.
package dev.marquee.adapters.onnx;
