// A server of the program: started in a folder, its address, its end. In: the program, a folder. Out: what it said.
import { spawn } from "node:child_process";

// None is left where the test itself ends early.
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export const start = (program, data) => new Promise((resolve, reject) => {
  const child = spawn(program, ["serve", "--data", data, "--lang", "nl"], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.on("exit", () => running.delete(child));
  const server = { child, said: "", ended: new Promise((done) => child.on("exit", (code, signal) => done({ code, signal }))) };
  const hear = (bytes) => {
    server.said += bytes;
    const found = /(http:\/\/127\.0\.0\.1:(\d+))\/open\/[0-9a-f]{64}/.exec(server.said);
    if (found && !server.address) {
      [server.address, server.origin, server.port] = [found[0], found[1], Number(found[2])];
      resolve(server);
    }
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  child.on("exit", () => reject(new Error(`ended: ${server.said}`)));
});
