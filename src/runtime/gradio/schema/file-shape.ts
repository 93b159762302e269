import { fieldFiles, fileOf, filesIn, noFiles, type FileShape } from "../../components/file-positions.ts";
import { alternatives, isFileType, type JsonType } from "./json-type.ts";

/** Parts of one type that are looked at. With references, a short type can have more than there is time for. */
const maxParts = 10_000;
/** A type may contain itself. */
const maxDepth = 8;

/** Where a value of this type has files. A type that also accepts text has none: a string in it is text. */
export function fileShapeOf(root: JsonType): FileShape {
  let parts = 0;
  const shapeOf = (type: JsonType, depth: number): FileShape => {
    parts += 1;
    if (depth > maxDepth || parts > maxParts) return noFiles;
    const types = alternatives(type, root);
    if (types.some(isFileType)) return types.some((one) => one.type === "string") ? noFiles : fileOf("any");
    const shapes = types.flatMap((one): FileShape[] => {
      if (one.items) return [filesIn(shapeOf(one.items, depth + 1))];
      if (!one.properties) return [];
      const fields = Object.entries(one.properties).map(
        ([name, part]) => [name, shapeOf(part, depth + 1)] as const,
      );
      return [fieldFiles(Object.fromEntries(fields.filter(([, shape]) => shape.kind !== "none")))];
    });
    const holding = shapes.filter(holdsFiles);
    return holding.length > 0 ? { kind: "oneOf", shapes: holding } : noFiles;
  };
  return shapeOf(root, 0);
}

function holdsFiles(shape: FileShape): boolean {
  if (shape.kind === "list") return holdsFiles(shape.of);
  return shape.kind === "fields" ? Object.keys(shape.fields).length > 0 : shape.kind !== "none";
}
