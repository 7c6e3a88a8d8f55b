// The page from a server in a browser: who comes in, a case with a script to the figures of the command line, kept, changed
// in two tabs, in the list and in the sum of the team; the same without a script; slow requests; a computation that is given
// up; Ctrl-C. In: the program, a folder. Out: what is wrong, and exit code 1 where something is.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { chromium } from "playwright-core";
import { start } from "./server.mjs";

const [program, work] = process.argv.slice(2);
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
const server = await start(program, `${work}/data`);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let passed = 0, faults = 0;
const check = (good, what) => { if (good) passed += 1; else { faults += 1; console.log(`FAULT ${what}`); } };
const requests = [], errors = [];

const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  return { context, page };
};
const looked = new Set();
const look = async (page, name) => {
  looked.add(name);
  for (const width of [1280, 768, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${work}/${name}-${width}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wide <= 0, `${name} at ${width}: ${wide} pixels stick out`);
    if (width === 768) continue;
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), tags);
    for (const one of found.violations) console.log(`${name} at ${width}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
    check(found.violations.length === 0, `${name} at ${width}: axe`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
};
const to = async (page, where) => {
  await page.click(`.buttons .button[value="${where}"]`);
  await page.waitForSelector(`form[data-screen="${where}"]`);
};
const TOTALS = { plans_with_welfare: "net_benefit", plans_money: "net_benefit_money", plans_public: "net_benefit_public" };
const figures = (page) => page.$$eval("#answer data", (all) => all.map((one) => [one.dataset.plan, one.dataset.total, one.value]));
// The figures on the page and those of the program for the file that the page gives, to the last bit.
const compare = async (page, name) => {
  await page.waitForSelector("#answer [data-final]");
  const id = await page.getAttribute("#answer [data-final]", "data-id");
  const shown = await figures(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('header [formaction="/file"]')]);
  const path = `${work}/case.toml`;
  writeFileSync(path, readFileSync(await download.path()));
  const answer = JSON.parse(execFileSync(program, ["run", path, "--json", "--quiet"], { maxBuffer: 1 << 28 }).toString());
  check(answer.id === id, `${name}: id ${id} on the page, ${answer.id} by the program`);
  const differs = shown.filter(([plan, total, value]) => {
    const of = answer.alternatives.find((one) => one.id === plan);
    return of[TOTALS[total]].average.mean !== Number(value);
  });
  check(shown.length > 0 && differs.length === 0, `${name}: figures differ: ${differs}`);
};

// Who sends slowly is cut off; the answers come while the rest of the test goes on.
const slow = (text, rest) => new Promise((done) => {
  const started = Date.now();
  const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
  const drip = setInterval(() => socket.write(rest), 1000);
  let said = "";
  socket.on("data", (bytes) => { said += bytes; });
  socket.on("error", () => {});
  socket.on("close", () => { clearInterval(drip); done([said, Date.now() - started]); });
});
const slowHead = slow("GET /cases HTTP/1.1\r\n", "X-A: b\r\n");

// Coming in: the token leaves the address, works once, and nobody else gets in.
const first = await open({ bypassCSP: true });
await first.page.goto(server.address);
await first.page.waitForSelector(".cards");
check(first.page.url() === `${server.origin}/`, `the address is ${first.page.url()}`);
const [cookie] = await first.context.cookies();
check(cookie.httpOnly && cookie.sameSite === "Strict" && cookie.expires === -1, "the cookie is not strict");
const slowBody = slow(`POST /keep HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie.name}=${cookie.value}\r\nContent-Length: 1000\r\n\r\n`, "a");
{
  const { context, page } = await open({ bypassCSP: true });
  const again = await page.goto(server.address);
  check(again.status() === 403, `a used token gives ${again.status()}`);
  const locked = await page.goto(`${server.origin}/cases`);
  check(locked.status() === 401, `without a cookie ${locked.status()}`);
  await look(page, "locked");
  await context.close();
}

// With the script: a case to the final figures, kept, and moved with a slider.
{
  const { page } = first;
  await look(page, "start");
  await page.click('.card[value="new:meneer-l"]');
  await page.waitForSelector('form[data-screen="household"]');
  await page.click('label[for="q-start-housing-2"]');
  await page.fill("#q-parameters-rides", "zes");
  await page.click('header [formaction="/keep"]');
  await page.waitForSelector(".summary");
  check(await page.inputValue("#q-parameters-rides") === "zes", "what was typed is lost");
  await page.fill("#q-parameters-rides", "6");
  await page.click('.steps button[value="check"]');
  await page.waitForSelector('form[data-screen="check"]');
  await page.fill("#code", "2026-014");
  await to(page, "result");
  await compare(page, "with a script");
  await page.waitForFunction(() => document.querySelectorAll("#decision h2").length > 0);
  await page.click('header [formaction="/keep"]');
  await page.waitForSelector('.note[role="status"]');
  check((await page.textContent('.note[role="status"]')).includes("versie 1"), "it is not told that the case is kept");
  check(page.url() === `${server.origin}/`, "saving with the script leaves the page");
  await page.waitForSelector("#answer [data-final]");
  await look(page, "result");
  await page.click(".adjust summary");
  await page.locator(".adjust button[data-step='1']").first().click();
  await page.waitForSelector("#answer .state:not(.final)");
  await compare(page, "after a slider");
}
// Two tabs: the second one is asked, and loses nothing.
{
  const { context, page } = first;
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${server.origin}/cases`);
    await tab.click("tbody th a");
    await tab.waitForSelector('form[data-screen="check"]');
  }
  const keep = async (tab, code) => { await tab.fill("#code", code); await tab.click('header [formaction="/keep"]'); };
  await keep(page, "2026-015");
  await page.waitForSelector('.note[role="status"]');
  await keep(other, "2026-016");
  await other.waitForSelector('form[data-screen="conflict"]');
  await look(other, "conflict");
  await other.click('button[name="apart"]');
  await other.waitForSelector('.note[role="status"]');
  await other.goto(`${server.origin}/cases`);
  const codes = await other.$$eval("tbody th a", (all) => all.map((one) => one.textContent.trim()));
  check(codes.join() === "2026-016,2026-015", `kept: ${codes}`);
  await look(other, "cases");
  await other.click('a[href*="/versions"]');
  await look(other, "versions");
  await other.close();
}
// Without a script, from start to form and list.
{
  const { context, page } = await open({ javaScriptEnabled: false, storageState: await first.context.storageState() });
  await page.goto(server.origin);
  await page.click('.card[value="new:gebit"]');
  await page.click('.steps button[value="check"]');
  await page.fill("#code", "111222333");
  check(await page.locator("[data-do]:visible, .number [type=range]:visible").count() === 0, "something in sight needs the script");
  await page.click('.buttons .button[value="result"]');
  await page.waitForSelector("#answer [data-final]");
  check(await page.locator("#decision h2").count() > 0, "no decision without a script");
  await compare(page, "without a script");
  await page.screenshot({ path: `${work}/bare-320.png`, fullPage: true });
  await page.click('header [formaction="/keep"]');
  check(/\/cases\/3\?.*at=result/.test(page.url()), `kept at ${page.url()}`);
  check((await page.textContent('.note[role="status"]')).includes("burgerservicenummer"), "no warning of a citizen number");
  await page.goto(`${server.origin}/cases`);
  check(await page.locator("tbody .fault").count() === 1, "no warning in the list");
  await page.locator("tbody tr", { hasText: "111222333" }).locator('a[href*="/delete"]').click();
  await page.click(".buttons button");
  check(await page.locator("tbody tr").count() === 2, "the case is still there");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('a[href="/backup"]')]);
  await page.setInputFiles("#restore", { name: "a.mkba", mimeType: "application/octet-stream", buffer: readFileSync(await download.path()) });
  await page.click('form[action^="/restore"] button');
  check((await page.textContent('.note[role="status"]')).includes("2 waren er al"), "the backup is not read");
  const poison = 'case = 1\nscenario = "meneer-l"\ncode = "<img src=x onerror=alert(1)>"\n[form]\nbackground = "</textarea><script>alert(1)</script>"\n';
  await page.setInputFiles("#import", { name: "a.toml", mimeType: "text/plain", buffer: Buffer.from(poison) });
  await page.click('form[action^="/import"] button');
  check(await page.locator("#app script, #app img").count() === 0, "a case file puts markup into the page");
  await page.goto(`${server.origin}/?lang=en`);
  check((await page.textContent("h1")).includes("Choose"), "no English");
  await context.close();
}
// What the team sees.
{
  const { page } = first;
  await page.goto(`${server.origin}/team`);
  check(await page.locator("table").count() > 4, "no sum");
  await look(page, "team");
  await page.goto(`${server.origin}/cases/1/delete`);
  await look(page, "delete");
}
// A computation that nobody waits for ends: the program uses no more time.
{
  const { page } = first;
  const used = () => { const all = readFileSync(`/proc/${server.child.pid}/stat`, "utf8").split(") ")[1].split(" "); return Number(all[11]) + Number(all[12]); };
  const asked = page.evaluate(() => {
    const left = new AbortController();
    setTimeout(() => left.abort(), 300);
    const body = new URLSearchParams({ case: 'case = 1\nscenario = "dakloosheid"\n[set]\nsettings.draws = 100000\n', at: "result", stage: "full" });
    return fetch("/part", { method: "POST", body, signal: left.signal }).then((answer) => answer.status, () => "given up");
  });
  check(await asked === "given up", "the computation was too quick to be given up");
  await page.waitForTimeout(2500);
  const before = used();
  await page.waitForTimeout(1000);
  check(used() - before < 20, `after it was given up it still reckons: ${used() - before} ticks a second`);
}
const [[head, headTime], [body, bodyTime]] = await Promise.all([slowHead, slowBody]);
check(headTime < 20000 && !head.includes("200"), `a slow head lasts ${headTime} ms: ${head}`);
check(bodyTime < 25000 && body.startsWith("HTTP/1.1 408"), `a slow body lasts ${bodyTime} ms: ${body.slice(0, 60)}`);

server.child.kill("SIGINT");
const { code } = await server.ended;
check(code === 0 && server.said.includes("Gestopt"), `Ctrl-C ends with ${code}: ${server.said}`);
await browser.close();
const outside = requests.filter((url) => !url.startsWith(server.origin + "/"));
check(outside.length === 0, `asked for ${outside.join(", ")}`);
const unexpected = errors.filter((error) => !/40[0139]/.test(error));
check(unexpected.length === 0, `errors: ${unexpected.join(" | ")}`);
console.log(`serve: ${passed} passed, ${faults} failed; looked at ${[...looked].join(", ")}`);
process.exit(faults === 0 ? 0 : 1);
