// An answer in short, and every task of the programme page by page, with JavaScript: node ask.mjs http://127.0.0.1:8000
const server = process.argv[2];

async function get(address) {
  const answer = await fetch(new URL(address, server));
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${body.error.code}: ${body.error.message} (${body.error.hint ?? "no hint"})`);
  return body;
}

const facts = new URLSearchParams({ activity: "app-store", territory: "chengdu", origin: "DE", share: "100", on: "2025-06-01" });
const decision = await get(`/api/v1/ask/access?${facts}&brief=1&lang=en`);
console.log(decision.outcome);
for (const line of decision.lines) console.log(line);

let tasks = [];
for (let next = "/api/v1/tasks?lang=en&fields=task"; next !== null; ) {
  const page = await get(next);
  tasks = tasks.concat(page.items);
  next = page.next;
}
console.log(`${tasks.length} tasks`);
