// The page in one file: the engine runs in two workers, one for screens and first answers, one for final answers. Nothing
// is fetched and nothing is sent; the policy of the page forbids it.
(async () => {
  const KEPT = 'mkba-case';
  const text = (id) => document.getElementById(id).textContent;
  const tell = (sentence) => { document.getElementById('app').textContent = sentence; };
  if (typeof WebAssembly === 'undefined' || typeof DecompressionStream === 'undefined') {
    tell(text('too-old'));
    return;
  }
  const packed = Uint8Array.from(atob(text('engine').trim()), (letter) => letter.charCodeAt(0));
  const open = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const module = await WebAssembly.compile(await new Response(open).arrayBuffer());
  const source = URL.createObjectURL(new Blob([text('worker')], { type: 'text/javascript' }));

  // A worker that answers one question at a time; what is asked while it works waits, and only the newest is kept.
  const start = () => {
    let worker, turn = 0;
    const waiting = new Map();
    const begin = () => {
      worker = new Worker(source);
      worker.postMessage({ module });
      worker.onmessage = ({ data }) => {
        if (data.fault) { stop(new Error(data.fault)); begin(); return; }
        waiting.get(data.turn)?.resolve(data.html);
        waiting.delete(data.turn);
      };
    };
    const stop = (why) => {
      worker.terminate();
      for (const one of waiting.values()) one.reject(why);
      waiting.clear();
    };
    begin();
    return {
      ask: (asked) => new Promise((resolve, reject) => {
        waiting.set(++turn, { resolve, reject });
        worker.postMessage({ turn, text: asked });
      }),
      // Throws away what it is at.
      renew: () => { if (waiting.size) { stop(null); begin(); } },
    };
  };
  const quick = start(), thorough = start();
  let running = false, next = null, pause = 0;

  const first = async (asked, tell) => {
    if (running) { next = [asked, tell]; return; }
    running = true;
    try { tell('moved', await quick.ask(asked)); } catch (why) { if (why) failed(); }
    running = false;
    if (next) { const [newer, told] = next; next = null; first(newer, told); }
  };
  const failed = () => { document.getElementById('live').textContent = text('failed'); };
  const finely = async (fields, tell) => {
    try {
      for (const stage of ['full', 'decision']) {
        fields.set('stage', stage);
        tell(stage, await thorough.ask(fields.toString()));
        if (fields.get('at') !== 'result') break;
      }
    } catch (why) { if (why) failed(); }
  };
  const reckon = (fields, moved, tell) => {
    if (moved !== 'text') thorough.renew();
    clearTimeout(pause);
    const rough = new URLSearchParams(fields);
    rough.set('stage', 'moved');
    if (moved === 'plan') first(rough.toString(), tell);
    pause = setTimeout(() => finely(new URLSearchParams(fields), tell), moved ? 400 : 0);
  };
  const kept = {
    get: () => { try { return localStorage.getItem(KEPT) ?? ''; } catch { return ''; } },
    set: (held) => { try { if (held) localStorage.setItem(KEPT, held); else localStorage.removeItem(KEPT); } catch { /* no storage: the file is the truth */ } },
  };
  const send = async (asked) => {
    try { return await quick.ask(asked); } catch (why) { failed(); throw why; }
  };
  const page = startPage({ send, reckon, keep: kept.set });
  const begin = new URLSearchParams({ lang: document.documentElement.lang, to: 'situation', case: kept.get() });
  await page.go(begin, false);
})();
