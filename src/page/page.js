// The page made lively: screens without loading, sliders that answer at once, a case as a file. `send(text)` gives the HTML
// of a screen; `reckon(text, tell)` gives parts of an answer, first rough, then final. Both come from the shell. A shell that
// keeps cases has buttons with an address of their own: `send(text, address)`, or without `data-part` the browser's own way.
'use strict';
const startPage = ({ send, reckon, keep }) => {
  const app = document.getElementById('app');
  const live = document.getElementById('live');
  const form = () => document.getElementById('page');
  const language = () => form()?.querySelector('input[name=lang]')?.value ?? 'nl';
  const held = () => document.getElementById('case')?.value ?? '';
  // Who sends may stand before the form; what it says goes before what the form holds.
  const fields = (submitter) => {
    const all = new URLSearchParams(new FormData(form(), submitter));
    if (submitter?.name) all.set(submitter.name, submitter.value);
    return all;
  };
  let turn = 0, busy = 0;

  const show = (html, focus) => {
    app.innerHTML = html;
    const first = app.querySelector('.summary') ?? app.querySelector('h1');
    document.title = (app.querySelector('h1')?.textContent ?? '') + ' - mkba';
    document.documentElement.lang = language();
    ready(app);
    if (focus) { first?.focus(); scrollTo(0, 0); }
    keep(held());
    if (document.getElementById('answer')) refine();
  };

  // Puts what needs the script in sight.
  const ready = (part) => {
    for (const hidden of part.querySelectorAll('[data-do], .number [hidden], label[data-file]')) hidden.hidden = false;
  };

  const go = async (asked, focus = true, address = undefined) => {
    const mine = ++turn;
    asked.set('quick', '1');
    busy += 1;
    document.body.classList.add('busy');
    try {
      const html = await send(asked.toString(), address);
      if (mine === turn) show(html, focus);
    } finally {
      busy -= 1;
      if (busy === 0) document.body.classList.remove('busy');
    }
  };

  // The answer anew: at once with few draws where something moved ('plan'), then finely; of what was written ('text') the
  // figures are there already.
  const refine = (moved = '') => {
    const mine = ++turn;
    const asked = fields();
    asked.set('to', form().dataset.screen);
    asked.set('quick', '1');
    reckon(asked, moved, (stage, html) => {
      if (mine !== turn) return;
      const place = document.getElementById(stage === 'decision' ? 'decision' : 'answer');
      if (!place) return;
      const open = [...place.querySelectorAll('details')].map((one) => one.open);
      place.innerHTML = html;
      place.querySelectorAll('details').forEach((one, at) => { one.open = open[at] ?? false; });
      if (stage !== 'decision') keep(held());
      if (stage === 'full') live.textContent = place.querySelector('.state')?.textContent ?? '';
    });
  };

  const number = (text) => Number(text.trim().replace(/\./g, (dot, at) => (text.includes(',') ? '' : dot)).replace(',', '.'));
  const written = (value) => {
    const text = String(Math.round(value * 100) / 100);
    return language() === 'en' ? text : text.replace('.', ',');
  };
  const place = (range, value) => {
    range.value = value;
    range.setAttribute('aria-valuetext', `${written(Number(range.value))} ${range.dataset.unit}`.trim());
  };

  app.addEventListener('submit', (event) => {
    const address = event.submitter?.getAttribute('formaction') ?? undefined;
    if (address && !('part' in event.submitter.dataset)) return;
    event.preventDefault();
    go(fields(event.submitter), true, address);
  });
  app.addEventListener('input', ({ target }) => {
    const pair = target.closest('.number');
    const range = pair?.querySelector('[type=range]');
    const field = pair?.querySelector('[type=text]');
    if (target === range) { field.value = written(Number(range.value)); place(range, range.value); }
    else if (range && target === field && field.value.trim() && !Number.isNaN(number(field.value))) place(range, number(field.value));
    if (target.closest('.adjust')) refine('plan');
    if (target.closest('.form-text')) refine('text');
  });
  app.addEventListener('change', async ({ target }) => {
    if (target.closest('[data-again]')) {
      const asked = fields();
      asked.set('to', 'plan');
      await go(asked, false);
      document.getElementById(target.id)?.focus();
    }
    if (target.type === 'file' && target.files[0]) {
      const text = target.files[0].size > 100000 ? '' : await target.files[0].text();
      go(new URLSearchParams({ lang: language(), to: 'pasted', pasted: text }));
    }
  });
  app.addEventListener('click', async (event) => {
    const button = event.target.closest('button');
    const step = Number(button?.dataset.step);
    if (step) {
      const range = button.parentElement.querySelector('[type=range]');
      place(range, Number(range.value) + step * Number(range.step));
      range.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const link = event.target.closest('.summary a');
    if (link) {
      event.preventDefault();
      document.getElementById(link.getAttribute('href').slice(1))?.focus();
    }
    const what = button?.dataset.do;
    if (!what) return;
    if (what === 'print') print();
    if (what === 'save' && held()) {
      // What was typed on this screen belongs to the case.
      const asked = fields();
      asked.set('stage', 'case');
      document.getElementById('case').outerHTML = await send(asked.toString());
      save();
    }
  });

  const save = () => {
    const final = document.querySelector('[data-final]');
    const about = final ? `# ${final.textContent.trim()}\n` : '';
    const code = /^code = "([\w-]{1,40})"$/m.exec(held())?.[1] ?? 'zaak';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([about + held()], { type: 'application/toml' }));
    link.download = `${code}.toml`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // Where the shell put a screen already.
  const begin = () => {
    ready(app);
    if (document.getElementById('answer') && !document.querySelector('[data-final]')) refine();
  };

  return { go, begin };
};
