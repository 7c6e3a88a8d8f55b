// The page as a coach uses it, in a browser without a network: every shipped scenario and case to its first answer, and some
// (EVERY=1: all) to final figures, which must be those of the command line for the case file that the page saves; one case through every screen, with axe at A and
// AA and nothing that sticks out; a slider; drafts; a poisoned case file. In: `mkba.html`, the program, a folder to work in.
// Out: what is wrong, and exit code 1 where something is.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const [file, program, work] = process.argv.slice(2).map((path) => resolve(path));
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let passed = 0, faults = 0;
const check = (good, what) => { if (good) passed += 1; else { faults += 1; console.log(`FAULT ${what}`); } };
const requests = [];
const errors = [];

const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  const started = Date.now();
  await page.goto("file://" + file);
  await page.waitForSelector(".cards");
  return { context, page, opened: Date.now() - started };
};
const to = async (page, where) => {
  await page.click(`.buttons .button[value="${where}"]`);
  await page.waitForSelector(`form[data-screen="${where}"]`);
};
const final = (page) => page.waitForSelector("#answer [data-final]");
const figures = (page) => page.$$eval("#answer data", (all) => all.map((one) => [one.dataset.plan, one.dataset.total, one.value]));
const TOTALS = { plans_with_welfare: "net_benefit", plans_money: "net_benefit_money", plans_public: "net_benefit_public" };
const saved = async (page) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('[data-do="save"]')]);
  const text = readFileSync(await download.path(), "utf8");
  const path = `${work}/case.toml`;
  writeFileSync(path, text);
  return { path, text };
};
const told = (path) => JSON.parse(execFileSync(program, ["run", path, "--json", "--quiet"], { maxBuffer: 1 << 28 }).toString());

// The figures on the page and those of the program, to the last bit.
const compare = async (page, name) => {
  await final(page);
  const id = await page.getAttribute("#answer [data-final]", "data-id");
  const shown = await figures(page);
  const { path, text } = await saved(page);
  const answer = told(path);
  check(answer.id === id, `${name}: id ${id} on the page, ${answer.id} by the program`);
  check(text.includes(id), `${name}: the saved case does not tell its id`);
  let equal = shown.length > 0;
  for (const [plan, total, value] of shown) {
    const of = answer.alternatives.find((one) => one.id === plan);
    if (of[TOTALS[total]].average.mean !== Number(value)) { equal = false; console.log(name, plan, total, value, of[TOTALS[total]].average.mean); }
  }
  check(equal, `${name}: figures differ`);
};

const look = async (page, name) => {
  for (const width of [1280, 768, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${work}/${name}-${width}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wide <= 0, `${name} at ${width}: ${wide} pixels stick out`);
    if (width === 768) continue;
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), tags);
    for (const one of found.violations) {
      console.log(`${name} at ${width}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
    }
    check(found.violations.length === 0, `${name} at ${width}: axe`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
};

// Every scenario and case, as it is, to its first answer; to the final one those that take least time, or with EVERY=1 all.
const QUICK = ["gebit", "tweede-stoel", "weggestuurd", "scootmobiel", "geblokkeerd-inkomen"];
const { context, page, opened } = await open();
const ids = await page.$$eval(".card", (all) => all.map((one) => one.value));
check(ids.length >= 17, `only ${ids.length} situations`);
const times = [];
for (const id of process.env.ONLY ? ids.filter((id) => id.includes(process.env.ONLY)) : ids) {
  const name = id.replace("new:", "");
  const started = Date.now();
  await page.click(`.card[value="${id}"]`);
  await page.waitForSelector('form[data-screen="household"]');
  const count = await page.locator(".question").count();
  check(count <= 7, `${name}: ${count} questions on a screen`);
  await page.click('.steps button[value="plan"]');
  await page.waitForSelector('form[data-screen="plan"]');
  check(await page.locator(".question").count() <= 7, `${name}: plan questions`);
  await page.click('.steps button[value="check"]');
  await page.waitForSelector('form[data-screen="check"]');
  const answers = await page.locator(".answer").count();
  check(answers <= 12, `${name}: ${answers} answers`);
  await to(page, "result");
  const first = Date.now() - started;
  if (process.env.EVERY || QUICK.includes(name)) {
    await compare(page, name);
    times.push([name, first, Date.now() - started]);
  } else {
    await page.waitForSelector("#answer [data-plan]", { state: "attached" });
  }
  await page.click('header button[value="clear"]');
  await page.waitForSelector(".cards");
}
await context.close();

// One case through every screen; the policy of the page forbids axe, so it is put aside here alone.
{
  const { context, page } = await open({ bypassCSP: true });
  await look(page, "situation");
  await page.fill("#find", "auto");
  await page.click('.search .button');
  await page.waitForFunction(() => document.querySelectorAll(".card").length < 5);
  await page.click('.card[value="new:meneer-l"]');
  await page.waitForSelector('form[data-screen="household"]');
  await page.click('label[for="q-start-housing-2"]');
  await page.fill("#q-parameters-rides", "zes");
  await page.click('.buttons .button[value="plan"]');
  await page.waitForSelector(".summary");
  check(await page.inputValue("#q-parameters-rides") === "zes", "what was typed is lost");
  await look(page, "fault");
  await page.fill("#q-parameters-rides", "6");
  await to(page, "plan");
  await look(page, "plan");
  await page.click('label[for="plan-auto_behouden"]');
  await page.waitForSelector('form[data-screen="plan"]');
  const success = page.locator('.question', { hasText: "van de 10" }).first();
  await success.locator('button[data-step="1"]').click();
  await page.click('.steps button[value="household"]');
  await page.waitForSelector('form[data-screen="household"]');
  check(await page.isChecked("#q-start-housing-2"), "going back loses a choice");
  check(await page.inputValue("#q-parameters-rides") === "6", "going back loses a number");
  await look(page, "household");
  await page.click('.steps button[value="check"]');
  await page.waitForSelector('form[data-screen="check"]');
  check(await page.locator(".changed").count() === 3, `${await page.locator(".changed").count()} answers marked, not 3`);
  await page.fill("#code", "2026-014");
  await look(page, "check");
  await to(page, "result");
  await compare(page, "meneer-l changed");
  await page.waitForFunction(() => document.querySelectorAll("#decision h2").length > 0);
  await look(page, "result");

  // A slider answers at once.
  await page.click(".adjust summary");
  const waits = [];
  for (let turn = 0; turn < 8; turn += 1) {
    waits.push(await page.evaluate(() => new Promise((done) => {
      const range = document.querySelector(".adjust [type=range]");
      const started = performance.now();
      new MutationObserver((_, watch) => { watch.disconnect(); done(performance.now() - started); })
        .observe(document.getElementById("answer"), { childList: true });
      range.value = Number(range.value) + 1;
      range.dispatchEvent(new Event("input", { bubbles: true }));
    })));
  }
  waits.sort((a, b) => a - b);
  console.log(`slider: median ${Math.round(waits[4])} ms, slowest ${Math.round(waits[7])} ms`);
  await compare(page, "meneer-l after a slider");
  await to(page, "form");
  await page.fill("#form-legitimacy", "artikel 35 <b>Participatiewet</b>");
  await final(page);
  // What is written stands on the form as it is printed, as text.
  const said = () => [...document.querySelectorAll(".form .said")].some((one) => one.textContent.includes("<b>Participatiewet</b>"));
  await page.waitForFunction(said);
  check(await page.evaluate(() => document.querySelectorAll(".partners details").length > 2), "there are no pages for payers");
  await page.click(".partners summary");
  await look(page, "form");
  await page.emulateMedia({ media: "print" });
  await page.pdf({ path: `${work}/form.pdf`, format: "A4", printBackground: true });
  await page.emulateMedia({ media: "screen" });
  const { text } = await saved(page);
  check(text.includes("<b>Participatiewet</b>"), "the text of the form is not in the case");

  // A draft is there after a reload, and one button clears it.
  await page.reload();
  await page.waitForSelector('button[value="check"]');
  await page.click('.note button[value="check"]');
  await page.waitForSelector('form[data-screen="check"]');
  check(await page.inputValue("#code") === "2026-014", "the draft is lost");
  await page.click('header button[value="clear"]');
  await page.waitForSelector(".cards");
  check(await page.evaluate(() => localStorage.length) === 0, "something is left after clearing");

  // Case files of others.
  const poison = 'case = 1\nscenario = "meneer-l"\ncode = "<img src=x onerror=alert(1)>"\n[form]\nbackground = "</textarea><script>alert(1)</script>"\n';
  for (const [text, screen] of [[poison, "check"], ["[[[", "situation"], ['case = 1\nscenario = "/etc/passwd"', "situation"], ["x".repeat(90000), "situation"]]) {
    await page.setInputFiles('input[type=file]', { name: "zaak.toml", mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.waitForSelector(screen === "situation" ? ".summary" : `form[data-screen="${screen}"]`);
    check(await page.locator("#app script, #app img").count() === 0, "a case file puts markup into the page");
  }

  // English.
  await page.click('button[name="lang"]');
  await page.waitForFunction(() => document.documentElement.lang === "en");
  check((await page.textContent("h1")).includes("Choose"), "no English");
  await context.close();
}
await browser.close();
const outside = requests.filter((url) => !url.startsWith("file://" + file) && !url.startsWith("blob:"));
check(outside.length === 0, `asked for ${outside.join(", ")}`);
check(errors.length === 0, `errors: ${errors.join(" | ")}`);
console.log(`opened in ${opened} ms; first and final answer:`);
for (const [name, first, last] of times) console.log(`  ${name}: ${first} ms, ${last} ms`);
console.log(`page: ${passed} passed, ${faults} failed`);
process.exit(faults === 0 ? 0 : 1);
