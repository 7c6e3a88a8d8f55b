// A worker: it gets the engine once, then texts of forms, and sends back HTML.
'use strict';
let engine;
onmessage = async ({ data }) => {
  if (data.module) {
    engine = (await WebAssembly.instantiate(data.module, {})).exports;
    return;
  }
  const bytes = new TextEncoder().encode(data.text);
  const at = engine.input(bytes.length);
  if (bytes.length > 0 && at === 0) { postMessage({ turn: data.turn, html: '' }); return; }
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  const length = engine.respond();
  const html = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, engine.output(), length));
  postMessage({ turn: data.turn, html });
};
