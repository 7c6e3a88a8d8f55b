// The page from a server: screens and parts are asked of it; an answer that nobody waits for any more is given up, which
// also stops its computation. Nothing is kept in the browser.
'use strict';
(() => {
  const { failed, locked } = document.currentScript.dataset;
  const app = document.getElementById('app');
  let first = null, finely = null, pause = 0;

  const tell = (sentence) => {
    let place = document.querySelector('main .alert');
    if (!place) {
      place = document.createElement('p');
      place.className = 'alert';
      place.setAttribute('role', 'alert');
      document.getElementById('main').prepend(place);
    }
    place.textContent = sentence;
  };
  const ask = async (asked, address, signal) => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Part': '1' };
    try {
      const answer = await fetch(address, { method: 'POST', headers, body: asked, signal, redirect: 'error' });
      // A case that was changed by somebody else is a page too.
      if (answer.ok || answer.status === 409) return await answer.text();
      tell(answer.status === 401 ? locked : failed);
    } catch (why) {
      if (signal?.aborted) throw null;
      tell(failed);
      throw why;
    }
    throw new Error('not answered');
  };
  const send = (asked, address) => {
    // Who goes elsewhere waits for no answer.
    first?.abort();
    finely?.abort();
    clearTimeout(pause);
    return ask(asked, address ?? '/part');
  };
  const reckon = (fields, moved, show) => {
    first?.abort();
    finely?.abort();
    clearTimeout(pause);
    const part = async (stage, by) => {
      const asked = new URLSearchParams(fields);
      asked.set('stage', stage);
      show(stage, await ask(asked.toString(), '/part', by.signal));
    };
    const quiet = (work) => work.catch(() => { /* told, or given up */ });
    if (moved === 'plan') { first = new AbortController(); quiet(part('moved', first)); }
    pause = setTimeout(() => {
      finely = new AbortController();
      const by = finely;
      quiet((async () => {
        for (const stage of fields.get('at') === 'result' ? ['full', 'decision'] : ['full']) await part(stage, by);
      })());
    }, moved ? 400 : 0);
  };
  const page = startPage({ send, reckon, keep: () => {} });
  if (app.querySelector('#page')) page.begin();
})();
