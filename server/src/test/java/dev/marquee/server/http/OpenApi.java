package dev.marquee.server.http;

import static java.util.stream.Collectors.toCollection;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The description of the API as it is served, and a small judge of JSON by its schemas: types,
/// required and unknown properties, constants, bounds of numbers and lengths.
record OpenApi(JsonNode root) {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  static OpenApi read() {
    InputStream yaml = OpenApi.class.getResourceAsStream("/openapi.yaml");
    return new OpenApi(new YAMLMapper().readTree(yaml));
  }

  /// All operations, as `GET /v1/feed`.
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    root.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .forEach(
                        entry ->
                            operations.add(
                                entry.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey())));
    return operations;
  }

  /// Names of an operation's parameters that come in the query.
  Set<String> queryParameters(String method, String path) {
    return Stream.of(root.get("paths").get(path), operation(method, path))
        .flatMap(place -> place.path("parameters").valueStream())
        .map(this::resolved)
        .filter(parameter -> parameter.get("in").stringValue().equals("query"))
        .map(parameter -> parameter.get("name").stringValue())
        .collect(toCollection(TreeSet::new));
  }

  /// The statuses that an operation may answer with.
  Set<String> statuses(String method, String path) {
    return new TreeSet<>(operation(method, path).get("responses").propertyNames());
  }

  /// What in a JSON answer is not as described; empty where all is.
  List<String> faults(String method, String path, int status, JsonNode body) {
    JsonNode response = operation(method, path).get("responses").get(Integer.toString(status));
    if (response == null) {
      return List.of("status " + status + " is not described");
    }
    JsonNode media = resolved(response).path("content").path("application/json");
    List<String> faults = new ArrayList<>();
    judge(media.path("schema"), body, "body", faults);
    return faults;
  }

  /// All examples with the schemas that they are examples of.
  void forEachExample(java.util.function.BiConsumer<JsonNode, JsonNode> reader) {
    forEachExample(root, reader);
  }

  private static void forEachExample(
      JsonNode node, java.util.function.BiConsumer<JsonNode, JsonNode> reader) {
    if (node.has("schema") && node.has("example")) {
      reader.accept(node.get("schema"), node.get("example"));
    }
    if (node.has("schema") && node.has("examples")) {
      node.get("examples")
          .forEach(example -> reader.accept(node.get("schema"), example.get("value")));
    }
    node.forEach(child -> forEachExample(child, reader));
  }

  /// Adds what in a value is not as its schema wants it.
  void judge(JsonNode unresolved, JsonNode value, String where, List<String> faults) {
    JsonNode schema = resolved(unresolved);
    if (schema.has("oneOf")) {
      long fitting = schema.get("oneOf").valueStream().filter(one -> fits(one, value)).count();
      if (fitting != 1) {
        faults.add(where + " fits " + fitting + " of the schemas, expected one");
      }
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      faults.add(where + " is " + value + ", expected " + schema.get("const"));
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      faults.add(where + " is " + value + ", expected one of " + schema.get("enum"));
    }
    if (schema.has("type") && !isOf(schema.get("type"), value)) {
      faults.add(where + " is " + value + ", expected " + schema.get("type"));
    }
    if (schema.has("minimum")
        && value.isNumber()
        && value.doubleValue() < schema.get("minimum").doubleValue()) {
      faults.add(where + " is " + value + ", expected at least " + schema.get("minimum"));
    }
    if (schema.has("minLength")
        && value.isString()
        && value.stringValue().length() < schema.get("minLength").intValue()) {
      faults.add(where + " is too short: " + value);
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        judge(schema.path("items"), value.get(i), where + "[" + i + "]", faults);
      }
    }
    if (value.isObject()) {
      judgeObject(schema, value, where, faults);
    }
  }

  private void judgeObject(JsonNode schema, JsonNode value, String where, List<String> faults) {
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.stringValue())) {
                faults.add(where + " lacks " + name);
              }
            });
    JsonNode others = schema.path("additionalProperties");
    value
        .properties()
        .forEach(
            property -> {
              JsonNode own = schema.path("properties").path(property.getKey());
              String place = where + "." + property.getKey();
              if (!own.isMissingNode()) {
                judge(own, property.getValue(), place, faults);
              } else if (others.isObject()) {
                judge(others, property.getValue(), place, faults);
              } else if (others.isBoolean() && !others.booleanValue()) {
                faults.add(place + " is not described");
              }
            });
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    judge(schema, value, "", faults);
    return faults.isEmpty();
  }

  private static boolean isOf(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(one -> isOf(one, value));
    }
    return switch (type.stringValue()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new AssertionError("unknown type " + type);
    };
  }

  private JsonNode operation(String method, String path) {
    return root.get("paths").get(path).get(method.toLowerCase(java.util.Locale.ROOT));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").stringValue().substring(1)) : node;
  }
}
