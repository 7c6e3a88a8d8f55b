// Looks at pages with axe for WCAG 2.0 to 2.2, A and AA, at 1280 and at 320 pixels; at 320 nothing may stick out. Also
// checks that a page asks for nothing. In: paths of pages. Out: what is wrong, and exit code 1 where something is.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
let faults = 0;
let looks = 0;
for (const path of process.argv.slice(2)) {
  for (const width of [1280, 320]) {
    // The policy of the page forbids scripts; only who tests may put one in.
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("file://" + resolve(path));
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), tags);
    for (const violation of found.violations) {
      faults += 1;
      console.log(`${path} at ${width}: ${violation.id}: ${violation.help}`);
      violation.nodes.slice(0, 3).forEach((node) => console.log(`  ${node.html.slice(0, 160)}`));
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) {
      faults += 1;
      console.log(`${path} at ${width}: ${wide} pixels stick out`);
    }
    if (asked.length !== 1) {
      faults += 1;
      console.log(`${path}: asks for ${asked.slice(1).join(", ")}`);
    }
    looks += 1;
    await context.close();
  }
}
await browser.close();
console.log(`axe: ${looks} looks, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
