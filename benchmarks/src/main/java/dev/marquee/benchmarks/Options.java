package dev.marquee.benchmarks;

import java.util.List;

/// Arguments of the form `name=value`.
record Options(List<String> arguments) {

  Options(String[] arguments) {
    this(List.of(arguments));
  }

  String text(String name, String otherwise) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  int integer(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  double number(String name, double otherwise) {
    return Double.parseDouble(text(name, Double.toString(otherwise)));
  }
}
