// A server that is killed at any moment while cases are saved: what it said to be saved is there when it is started again.
// In: the program, a folder, how often. Out: how much was saved, and exit code 1 where something is lost.
import { rmSync } from "node:fs";
import { request, Agent } from "node:http";
import { start } from "./server.mjs";

const [program, work, times] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const data = `${work}/killed`;
const FRESH = 20; // Rounds after which an empty folder is taken: lists stay short.

const ask = (server, method, path, { body = "", cookie = "", agent } = {}) => new Promise((resolve, reject) => {
  const headers = { Origin: server.origin, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": Buffer.byteLength(body) };
  const asked = request(server.origin + path, { method, headers, agent }, (answer) => {
    let text = "";
    answer.on("data", (bytes) => { text += bytes; });
    answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    answer.on("error", reject);
  });
  asked.on("error", reject);
  asked.end(body);
});
const enter = async (server) => {
  const answer = await ask(server, "GET", server.address.slice(server.origin.length));
  return answer.headers["set-cookie"][0].split(";")[0];
};

let saved = new Set(), total = 0, lost = 0;
const check = async (server, cookie) => {
  const { text } = await ask(server, "GET", "/cases", { cookie });
  for (const code of saved) if (!text.includes(`>${code}<`)) { lost += 1; console.log(`LOST ${code}`); }
};
for (let round = 0; round < times; round += 1) {
  if (round % FRESH === 0) { rmSync(data, { recursive: true, force: true }); saved = new Set(); }
  const server = await start(program, data);
  const cookie = await enter(server);
  await check(server, cookie);
  const agent = new Agent({ keepAlive: true });
  let kill = null; // Set once a case was saved: at any moment from then on.
  for (let number = 0; ; number += 1) {
    const code = `k${round}-${number}`;
    const body = new URLSearchParams({ case: 'case = 1\nscenario = "gebit"\n', at: "check", code }).toString();
    const answer = await ask(server, "POST", "/keep", { body, cookie, agent }).catch(() => null);
    if (answer?.status !== 303) break;
    saved.add(code);
    total += 1;
    kill ??= setTimeout(() => server.child.kill("SIGKILL"), Math.random() * 60);
  }
  if (!kill) { console.log(`round ${round}: nothing is saved`); lost += 1; server.child.kill("SIGKILL"); }
  await server.ended;
  agent.destroy();
}
const last = await start(program, data);
await check(last, await enter(last));
last.child.kill("SIGTERM");
const { code } = await last.ended;
console.log(`kills: ${times}, ${total} saved, ${lost} lost, at last exit code ${code}`);
process.exit(lost === 0 && total >= times && code === 0 ? 0 : 1);
