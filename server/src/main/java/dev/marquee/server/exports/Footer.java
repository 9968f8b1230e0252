package dev.marquee.server.exports;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;

/// The footer of a Parquet file: its columns, their descriptions, and the positions of their
/// values.
final class Footer {
  private static final int VERSION = 1;
  private static final String DESCRIPTION = "description.";

  private Footer() {}

  static FileMetaData of(List<Column> columns, List<RowGroup> rowGroups) {
    long rows = rowGroups.stream().mapToLong(RowGroup::getNum_rows).sum();
    return new FileMetaData(VERSION, schema(columns), rows, rowGroups)
        .setKey_value_metadata(
            columns.stream()
                .map(c -> new KeyValue(DESCRIPTION + c.name()).setValue(c.description()))
                .toList())
        .setCreated_by("marquee")
        .setColumn_orders(
            columns.stream().map(_ -> ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())).toList());
  }

  /// The schema tree of the columns, parents first.
  private static List<SchemaElement> schema(List<Column> columns) {
    List<SchemaElement> elements = new ArrayList<>();
    elements.add(new SchemaElement("schema").setNum_children(columns.size()));
    for (Column column : columns) {
      SchemaElement element = required(column.name());
      elements.add(element);
      switch (column.type()) {
        case STRING ->
            element
                .setType(Type.BYTE_ARRAY)
                .setConverted_type(ConvertedType.UTF8)
                .setLogicalType(LogicalType.STRING(new StringType()));
        case INT -> element.setType(Type.INT32);
        case LONG -> element.setType(Type.INT64);
        case TIMESTAMP ->
            element
                .setType(Type.INT64)
                .setConverted_type(ConvertedType.TIMESTAMP_MILLIS)
                .setLogicalType(
                    LogicalType.TIMESTAMP(
                        new TimestampType(true, TimeUnit.MILLIS(new MilliSeconds()))));
        case FLOAT -> element.setType(Type.FLOAT);
        case BOOLEAN -> element.setType(Type.BOOLEAN);
        case INTS -> {
          element
              .setNum_children(1)
              .setConverted_type(ConvertedType.LIST)
              .setLogicalType(LogicalType.LIST(new ListType()));
          elements.add(
              new SchemaElement("list")
                  .setNum_children(1)
                  .setRepetition_type(FieldRepetitionType.REPEATED));
          elements.add(required("element").setType(Type.INT32));
        }
      }
    }
    return elements;
  }

  private static SchemaElement required(String name) {
    return new SchemaElement(name).setRepetition_type(FieldRepetitionType.REQUIRED);
  }
}
