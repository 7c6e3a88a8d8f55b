// A worker: it gets the engine once, then texts of forms, and sends back HTML.
'use strict';
let engine;
// Crates of which the page uses a part name functions of a browser. They are never called.
const imports = (module) => {
  const all = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (all[from] ??= {})[name] = () => { throw new Error(`calls ${from}.${name}`); };
  }
  return all;
};
onmessage = async ({ data }) => {
  if (data.module) {
    engine = WebAssembly.instantiate(data.module, imports(data.module)).then((instance) => instance.exports);
    return;
  }
  try {
    const { input, respond, output, memory } = await engine;
    const bytes = new TextEncoder().encode(data.text);
    const at = input(bytes.length);
    if (at === 0) throw new Error('too long');
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const length = respond();
    postMessage({ turn: data.turn, html: new TextDecoder().decode(new Uint8Array(memory.buffer, output(), length)) });
  } catch (fault) {
    // After a fault nothing of the engine can be trusted: who started this worker makes a new one.
    postMessage({ turn: data.turn, fault: String(fault) });
  }
};
