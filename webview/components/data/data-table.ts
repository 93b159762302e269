import "tabulator-tables/dist/css/tabulator_simple.min.css";
import {
  AccessorModule,
  EditModule,
  FormatModule,
  InteractionModule,
  KeybindingsModule,
  MutatorModule,
  ResizeColumnsModule,
  SelectRowModule,
  SortModule,
  Tabulator,
  type CellComponent,
  type ColumnDefinition,
} from "tabulator-tables";
import { isFileRef, type Value } from "../../../src/runtime/values/value.ts";

/** Besides text and numbers, workflow code may put files and lists into a table. */
type Cell = Value;

export interface Table {
  readonly headers: readonly string[];
  readonly data: readonly (readonly Cell[])[];
}

interface Options {
  readonly table: Table;
  readonly label: string;
  readonly editable: boolean;
  /** Indices of the columns that cannot be edited, from 0. */
  readonly fixed: readonly number[];
  onchange(table: Table): void;
  /** Something failed that the grid does later. */
  readonly onerror: (error: unknown) => void;
}

Tabulator.registerModule([
  AccessorModule,
  EditModule,
  FormatModule,
  InteractionModule,
  KeybindingsModule,
  MutatorModule,
  ResizeColumnsModule,
  SelectRowModule,
  SortModule,
]);

/** A row's cells by column index, since titles may repeat. `row` is the row's index in the data. */
type Row = Record<string, Cell> & { row: number };

/** A grid that can be sorted and edited, and draws only the rows in view. */
export function dataTable(parent: HTMLElement, options: Options) {
  let table = options.table;
  let rows = rowsOf(table);
  let built = false;
  let waiting: Table | undefined;
  const grid = new Tabulator(parent, {
    data: rows,
    columns: columnsOf(options),
    height: "100%",
    layout: "fitDataStretch",
    renderVertical: "virtual",
    selectableRows: options.editable ? 1 : false,
    index: "row",
    placeholder: "no rows",
    columnDefaults: { headerSortTristate: true, resizable: true, minWidth: 50 },
  });
  grid.on("tableBuilt", () => {
    built = true;
    parent.setAttribute("aria-label", options.label);
    // The part that scrolls can have the focus, so it must have the role of the element that contains the rows.
    parent.removeAttribute("aria-owns");
    parent.querySelector(".tabulator-tableholder")?.setAttribute("role", "rowgroup");
    parent.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
    if (waiting) setTable(waiting);
  });
  grid.on("cellEdited", (cell: CellComponent) => {
    const row = cell.getRow().getData() as Row;
    rows = rows.map((entry) => (entry.row === row.row ? row : entry));
    tell();
  });

  function tell(): void {
    table = {
      headers: table.headers,
      data: rows.map((row) => table.headers.map((_, column) => row[column] ?? null)),
    };
    options.onchange(table);
  }

  function setTable(next: Table): void {
    waiting = built ? undefined : next;
    // An edit made here comes back from the host, perhaps while the person types into the next cell: nothing to do.
    if (!built || sameTable(next, table)) return;
    const sameColumns =
      next.headers.length === table.headers.length &&
      next.headers.every((title, index) => title === table.headers[index]);
    table = next;
    rows = rowsOf(next);
    if (!sameColumns) grid.setColumns(columnsOf({ ...options, table: next }));
    grid.replaceData(rows).catch(options.onerror);
  }

  return {
    setTable,
    addRow(): void {
      rows = [...rows, { row: rows.length }];
      grid.addData([rows.at(-1)!]).catch(options.onerror);
      tell();
    },
    removeRow(): void {
      const [selected] = grid.getSelectedData() as Row[];
      const gone = selected?.row ?? rows.at(-1)?.row;
      rows = rows.filter(({ row }) => row !== gone).map((row, index) => ({ ...row, row: index }));
      grid.replaceData(rows).catch(options.onerror);
      tell();
    },
    destroy: () => grid.destroy(),
  };
}

function sameTable(one: Table, other: Table): boolean {
  return (
    one === other || (one.data.length === other.data.length && JSON.stringify(one) === JSON.stringify(other))
  );
}

function rowsOf({ data }: Table): Row[] {
  return data.map((cells, row) => {
    const entry: Record<string, Cell> = {};
    cells.forEach((cell, column) => (entry[column] = cell));
    return Object.assign(entry, { row });
  });
}

function columnsOf({ table, editable, fixed }: Options): ColumnDefinition[] {
  return table.headers.map((title, column) => {
    const first = table.data.find((cells) => (cells[column] ?? null) !== null)?.[column];
    const numeric = typeof first === "number";
    return {
      title: "",
      // The title itself would be taken for HTML, which a Space's words must never become.
      titleFormatter: () => textElement(title),
      field: String(column),
      sorter: numeric ? "number" : typeof first === "boolean" ? "boolean" : "alphanum",
      hozAlign: numeric ? "right" : "left",
      // A cell's content is set as text, so that markup from a Space is never parsed.
      formatter: (cell) => textElement(cell.getValue() as Cell | undefined),
      ...(editable &&
        typeof first !== "object" &&
        !fixed.includes(column) && {
          editor: typeof first === "boolean" ? "tickCross" : numeric ? "number" : "input",
        }),
    } satisfies ColumnDefinition;
  });
}

function textElement(cell: Cell | undefined): HTMLElement {
  const element = document.createElement("span");
  element.textContent = textOf(cell);
  return element;
}

function textOf(cell: Cell | undefined): string {
  // An empty cell would not be as high as its row.
  if (cell === undefined || cell === null || cell === "") return "\u00a0";
  if (isFileRef(cell)) return cell.name;
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
