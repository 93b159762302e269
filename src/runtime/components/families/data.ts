import { isFileRef, type Value, type Values } from "../../values/value.ts";
import type { CommonOptions, Component, InputOptions } from "../component.ts";
import { fieldFiles, fileOf, noFiles } from "../file-positions.ts";
import {
  commonOptions,
  data,
  either,
  flag,
  inputOptions,
  length,
  listOf,
  mapOf,
  number,
  oneOf,
  text,
} from "../option.ts";
import {
  anyOf,
  hasFields,
  isAFile,
  isAnything,
  isListOf,
  isNumber,
  isOneOf,
  isText,
} from "../value-checks.ts";
import { spec } from "../spec.ts";
import type { DataframeValue, HighlightedToken, Json, LabelValue, PlotValue } from "../values.ts";

/** Options of `gr.JSON`. */
export interface JsonOptions extends CommonOptions {
  /** The data it starts with. @default null */
  value?: Json;
  /** Whether the tree is unfolded. @default false */
  open?: boolean;
  showIndices?: boolean;
  height?: number | string;
  maxHeight?: number | string;
  minHeight?: number | string;
  buttons?: readonly "copy"[];
}

type CellType = "str" | "number" | "bool" | "date" | "markdown" | "html" | "image" | "auto";

/** Options of `gr.Dataframe`. */
export interface DataframeOptions extends InputOptions {
  /** A table, or rows of cells. */
  value?: DataframeValue | readonly (readonly (string | number | boolean | null)[])[] | null;
  headers?: readonly string[];
  rowCount?: number;
  rowLimits?: readonly [number | null, number | null];
  columnCount?: number;
  columnLimits?: readonly [number | null, number | null];
  /** Of all columns, or of each. @default "str" */
  datatype?: CellType | readonly CellType[];
  latexDelimiters?: readonly { left: string; right: string; display: boolean }[];
  /** Pixels, or CSS. @default 500 */
  maxHeight?: number | string;
  wrap?: boolean;
  lineBreaks?: boolean;
  columnWidths?: readonly (string | number)[];
  showRowNumbers?: boolean;
  maxChars?: number;
  showSearch?: "none" | "search" | "filter";
  pinnedColumns?: number;
  /** Numbers of columns, from 0, that cannot be edited. */
  staticColumns?: readonly number[];
  buttons?: readonly ("fullscreen" | "copy")[];
}

/** Options of `gr.Plot`. */
export interface PlotOptions extends CommonOptions {
  value?: PlotValue | null;
  format?: string;
}

/** Options of `gr.Label`. */
export interface LabelOptions extends CommonOptions {
  value?: LabelValue | null;
  /** How many of the most likely classes are shown. @default all */
  numTopClasses?: number;
  color?: string;
  /** @default true */
  showHeading?: boolean;
}

/** Options of `gr.HighlightedText`. */
export interface HighlightedTextOptions extends InputOptions {
  value?: readonly HighlightedToken[] | null;
  /** Class → colour. */
  colorMap?: Readonly<Record<string, string>>;
  showLegend?: boolean;
  showInlineCategory?: boolean;
  combineAdjacent?: boolean;
  adjacentSeparator?: string;
  showWhitespaces?: boolean;
  rtl?: boolean;
}

export interface DataComponents {
  /** Any data, as a tree. Value: the data; give its type as in `gr.JSON<Line[]>()`. */
  JSON<T = Json>(options?: JsonOptions): Component<T>;
  /** A table. Value: headers and rows. */
  Dataframe(options?: DataframeOptions): Component<DataframeValue>;
  /** A chart. Value: its library and its image or description. */
  Plot(options?: PlotOptions): Component<PlotValue>;
  /** A classification. Value: the winner and all confidences. */
  Label(options?: LabelOptions): Component<LabelValue>;
  /** Text with highlighted pieces. Value: the list of the pieces with their classes. */
  HighlightedText(options?: HighlightedTextOptions): Component<HighlightedToken[]>;
}

const cellType = oneOf("str", "number", "bool", "date", "markdown", "html", "image", "auto");
const textOrNumber = anyOf(isText, isNumber);

export const dataSpecs = {
  JSON: spec<JsonOptions>({
    name: "JSON",
    about: "Any data, as a tree.",
    options: {
      ...commonOptions,
      value: data("any"),
      open: flag,
      showIndices: flag,
      height: length,
      maxHeight: length,
      minHeight: length,
      buttons: listOf(oneOf("copy")),
    },
    value: { type: "T", about: "the data: any JSON unless a type is given, as in `gr.JSON<Line[]>()`" },
    input: true,
    family: "data",
    card: { input: 120, output: 120, grows: true },
    files: () => noFiles,
    check: () => isAnything,
    example: () => ({ foo: "bar" }),
    initial: () => null,
  }),
  Dataframe: spec<DataframeOptions>({
    name: "Dataframe",
    about: "A table.",
    options: {
      ...inputOptions,
      value: data("DataframeValue | Cell[][]"),
      headers: listOf(text),
      rowCount: number,
      rowLimits: data("[number | null, number | null]"),
      columnCount: number,
      columnLimits: data("[number | null, number | null]"),
      datatype: either(cellType, listOf(cellType)),
      latexDelimiters: data("{ left: string; right: string; display: boolean }[]"),
      maxHeight: length,
      wrap: flag,
      lineBreaks: flag,
      columnWidths: listOf(length),
      showRowNumbers: flag,
      maxChars: number,
      showSearch: oneOf("none", "search", "filter"),
      pinnedColumns: number,
      staticColumns: listOf(number),
      buttons: listOf(oneOf("fullscreen", "copy")),
    },
    value: { type: "DataframeValue", about: "`{ headers, data }`: column titles, and rows of cells" },
    input: true,
    family: "data",
    card: { input: 180, output: 180, grows: true, wide: true },
    files: () => noFiles,
    check: () =>
      hasFields({
        headers: isListOf(textOrNumber, "column titles"),
        data: isListOf(isListOf(isAnything, "cells"), "rows"),
      }),
    example: () => ({ headers: ["a", "b"], data: [["foo", "bar"]] }),
    initial: (options): Value => {
      const headers = [...(options.headers ?? ["1", "2", "3"])];
      return { headers, data: [headers.map(() => "")] };
    },
    upgrade: tableOf,
  }),
  Plot: spec<PlotOptions>({
    name: "Plot",
    about: "A chart.",
    options: { ...commonOptions, value: data("PlotValue"), format: text },
    value: {
      type: "PlotValue",
      about: "`{ type, plot }`: the library, and the chart as an image (matplotlib) or JSON text",
    },
    input: false,
    family: "data",
    card: { input: 210, output: 210, grows: true, wide: true },
    files: () => ({ ...fieldFiles({ plot: fileOf("image") }), only: { field: "type", is: "matplotlib" } }),
    check: () =>
      hasFields({
        type: isOneOf(["matplotlib", "plotly", "altair", "bokeh"]),
        plot: anyOf(isText, isAFile("an image")),
      }),
    example: () => ({
      type: "plotly",
      plot: '{"data":[{"type":"bar","x":["a","b"],"y":[1,2]}],"layout":{}}',
    }),
    initial: () => null,
  }),
  Label: spec<LabelOptions>({
    name: "Label",
    about: "A classification with confidences.",
    options: {
      ...commonOptions,
      value: data("LabelValue"),
      numTopClasses: number,
      color: text,
      showHeading: flag,
    },
    value: {
      type: "LabelValue",
      about: "`{ label, confidences }`: the winner, and each class with its confidence from 0 to 1",
    },
    input: false,
    family: "data",
    card: { input: 112, output: 112, grows: true },
    files: () => noFiles,
    check: () =>
      hasFields({
        "label?": textOrNumber,
        "confidences?": isListOf(
          hasFields({ "label?": textOrNumber, "confidence?": isNumber }),
          "confidences",
        ),
      }),
    example: () => ({
      label: "cat",
      confidences: [
        { label: "cat", confidence: 0.9 },
        { label: "dog", confidence: 0.1 },
      ],
    }),
    initial: () => null,
    upgrade: (value) => (typeof value === "string" || typeof value === "number" ? { label: value } : value),
  }),
  HighlightedText: spec<HighlightedTextOptions>({
    name: "HighlightedText",
    about: "Text with highlighted pieces.",
    options: {
      ...inputOptions,
      value: data("HighlightedToken[]"),
      colorMap: mapOf(text),
      showLegend: flag,
      showInlineCategory: flag,
      combineAdjacent: flag,
      adjacentSeparator: text,
      showWhitespaces: flag,
      rtl: flag,
    },
    value: {
      type: "HighlightedToken[]",
      about: "list of `{ token, class_or_confidence }`; `null` is plain text",
    },
    input: true,
    family: "text",
    card: { input: 84, output: 84, grows: true },
    files: () => noFiles,
    check: () => isListOf(hasFields({ token: isText, "class_or_confidence?": textOrNumber }), "pieces"),
    example: () => [
      { token: "The ", class_or_confidence: null },
      { token: "quick", class_or_confidence: "adjective" },
      { token: " fox", class_or_confidence: "noun" },
    ],
    initial: () => null,
  }),
};

/** Rows alone, as a table: of records with their fields as titles, of cells with those of `headers`, or numbered. */
function tableOf(value: Value, { headers: titles = [] }: Pick<DataframeOptions, "headers"> = {}): Value {
  if (!Array.isArray(value)) return value;
  const rows = value as readonly Value[];
  if (rows.some(isRecord)) {
    const records = rows.map((row) => (isRecord(row) ? row : {}));
    const headers = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return { headers, data: records.map((record) => headers.map((header) => record[header] ?? null)) };
  }
  const cells = rows.map((row) => (Array.isArray(row) ? (row as Value[]) : [row]));
  const width = cells.reduce((widest, row) => Math.max(widest, row.length), 0);
  const columns = Math.max(width, titles.length);
  return {
    headers: Array.from({ length: columns }, (_, index) => titles[index] ?? String(index + 1)),
    data: cells,
  };
}

function isRecord(value: Value): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isFileRef(value);
}
