import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../static/js/", import.meta.url);
const scripts = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".js"));

test("every name that a script imports is exported by the script it names", () => {
  for (const name of scripts) {
    const source = readFileSync(new URL(name, root), "utf8");
    for (const [, names, from] of source.matchAll(/^import \{([^}]*)\} from "(\.[^"]+)"/gm)) {
      const other = readFileSync(new URL(from, new URL(name, root)), "utf8");
      for (const wanted of names.split(",").map((it) => it.trim().split(" as ")[0]).filter(Boolean)) {
        assert.match(other, new RegExp(`^export (async )?(function|class|const) ${wanted}\\b`, "m"), `${name} imports ${wanted} from ${from}`);
      }
    }
  }
});
