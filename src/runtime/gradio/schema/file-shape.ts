import { fieldFiles, fileOf, filesIn, noFiles, type FileShape } from "../../components/file-positions.ts";
import { alternatives, isFileType, type JsonType } from "./json-type.ts";

/** Where a value of this type has files. A type that also accepts text has none: a string in it is text. */
export function fileShapeOf(type: JsonType, root: JsonType = type, depth = 0): FileShape {
  // A type may contain itself.
  if (depth > 8) return noFiles;
  const types = alternatives(type, root);
  if (types.some(isFileType)) return types.some((one) => one.type === "string") ? noFiles : fileOf("any");
  const inner = (part: JsonType) => fileShapeOf(part, root, depth + 1);
  const shapes = types.flatMap((one): FileShape[] => {
    if (one.items) return [filesIn(inner(one.items))];
    if (!one.properties) return [];
    const fields = Object.entries(one.properties).map(([name, part]) => [name, inner(part)] as const);
    return [fieldFiles(Object.fromEntries(fields.filter(([, shape]) => shape.kind !== "none")))];
  });
  const holding = shapes.filter(holdsFiles);
  return holding.length > 0 ? { kind: "oneOf", shapes: holding } : noFiles;
}

function holdsFiles(shape: FileShape): boolean {
  if (shape.kind === "list") return holdsFiles(shape.of);
  return shape.kind === "fields" ? Object.keys(shape.fields).length > 0 : shape.kind !== "none";
}
