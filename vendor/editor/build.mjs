// Bundles source/editor.js, gathers the licences of what went in, and writes the digests of these and of the sources.
// Usage: node build.mjs [FOLDER]; FOLDER is where the bundle goes, the assets of the pages unless told.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2] ?? join("..", "..", "gbaip_graph", "pages", "assets");
const BANNER = "/* The SPARQL editor of gbaip-graph, with CodeMirror 6; licences: editor-licences.txt */";

const { outputFiles, metafile } = await build({
  entryPoints: ["source/editor.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: BANNER },
  outfile: "editor.js",
  metafile: true,
  write: false,
});

/** The packages that the bundle has code of, in the order of their names. */
const packages = [...new Set(
  Object.keys(metafile.inputs)
    .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter(Boolean),
)].sort();

const licences = packages.map((name) => {
  const home = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const file = readdirSync(home).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${readFileSync(join(home, file), "utf8").trim()}\n`;
});
const rule = `\n${"-".repeat(80)}\n\n`;
const written = {
  "editor.js": outputFiles[0].contents,
  "editor-licences.txt": `What editor.js has code of, and under which licences.\n${rule}${licences.join(rule)}`,
};

mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(written)) writeFileSync(join(folder, name), content);
writeFileSync("LICENSE", written["editor-licences.txt"]);

// A bundle that was not made anew after its sources changed is found by their digests.
const sources = ["build.mjs", "package.json", "package-lock.json", ...readdirSync("source").sort().map((name) => `source/${name}`)];
const digested = [...Object.entries(written), ...sources.map((name) => [name, readFileSync(name)])];
const digests = digested.map(([name, content]) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`);
writeFileSync("digest", digests.join(""));
