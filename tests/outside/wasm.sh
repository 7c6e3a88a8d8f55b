#!/usr/bin/env bash
# The engine as WebAssembly gives the digits that every machine gives. Needs node, and Rust with rustup or with the target
# wasm32-unknown-unknown.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=wasm32-unknown-unknown
command -v node >/dev/null || { echo "node is not installed: without it WebAssembly cannot be run"; exit 1; }
[ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] || rustup target add "$target"
# The versions of the project, not the newest ones.
crate=tests/outside/wasm
cp Cargo.lock "$crate/Cargo.lock"
trap 'rm -f "$crate/Cargo.lock"' EXIT
# The folder of the page's build, which holds the same engine for a browser already.
cargo build --release --quiet --manifest-path "$crate/Cargo.toml" --target-dir target/web --lib --target "$target"
cat >target/web/run.mjs <<'END'
import { readFileSync } from 'node:fs';
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// Drawing in a browser is not asked for here: what it would need from there is never called.
const imports = {};
for (const { module: room, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== 'function') throw new Error(`needs ${room}.${name}, a ${kind}`);
    (imports[room] ??= {})[name] = () => { throw new Error(`calls ${room}.${name}`); };
}
const { exports } = new WebAssembly.Instance(module, imports);
console.log(BigInt.asUintN(64, exports.digits()).toString(16).padStart(16, '0'));
END
# The digits that every machine gives, by a test of its own (`golden`).
here=$(cat tests/all/golden/digits.txt)
there=$(node target/web/run.mjs "target/web/$target/release/digits.wasm")
if [ "$here" != "$there" ]; then
    echo "every machine: $here, WebAssembly: $there"
    exit 1
fi
echo "wasm: 1 passed, 0 failed"
