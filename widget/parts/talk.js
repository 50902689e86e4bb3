const LIMIT_MS = 30000;
const MOST_ENTRIES = 80;

/** 32 random hexadecimal digits. crypto.randomUUID() is only there with TLS. */
export const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");

/**
 * Sends a message of {sender, message, message_id}; by that id, the server answers one that comes twice only once.
 * Resolves to {messages}, or to {trouble: "failed" | "tooSlow" | "tooMany" | "refused", wait, text}; never rejects.
 */
export async function post(server, body, stop = new AbortController()) {
  const timer = setTimeout(() => stop.abort(), LIMIT_MS);
  try {
    const response = await fetch(`${server.replace(/\/+$/, "")}/webhooks/rest/webhook`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const answer = await response.json();
    if (response.ok) return { messages: answer.filter((each) => each && typeof each === "object") };
    const wait = Math.min(600, Math.ceil(response.headers.get("Retry-After")) || 0);
    if (response.status === 429) return { trouble: "tooMany", wait: wait || 5 };
    if (response.status < 500 && answer.error) return { trouble: "refused", text: answer.error.message };
    return { trouble: "failed", wait };
  } catch {
    return { trouble: stop.signal.aborted ? "tooSlow" : "failed" };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What was said in this tab, kept in its sessionStorage; without one, for as long as the page lives. An entry is {who: "user", text}
 * or {who: "bot", messages, helped, note}. `pending` is the message without an answer: {message, id}; `last` the one before it.
 */
export class Talk {
  constructor(server) {
    this.key = `icp-chat:${server}`;
    this.forget();
    try {
      const stored = JSON.parse(sessionStorage[this.key]);
      if (stored.sender && Array.isArray(stored.entries)) Object.assign(this, stored);
    } catch {
      // nothing stored, something else, or no storage
    }
  }

  /** Becomes another sender who has said nothing. */
  forget() {
    Object.assign(this, { sender: randomId(), entries: [], pending: null, last: null });
  }

  add(entry) {
    this.entries = [...this.entries, entry].slice(-MOST_ENTRIES);
    this.save();
    return entry;
  }

  save() {
    try {
      sessionStorage[this.key] = JSON.stringify(this);
    } catch {
      // full or forbidden: it lives as long as the page
    }
  }
}
