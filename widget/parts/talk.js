const LIMIT_MS = 30000;
const MOST_ENTRIES = 80;
const CLAIM_MS = 1000;

/** Without TLS there is no crypto.randomUUID(). */
export const randomId = () => crypto.getRandomValues(new Uint32Array(4)).reduce((id, each) => id + each.toString(16).padStart(8, 0), "");

/** Resolves to {messages}, or to {trouble: "failed" | "tooSlow" | "tooMany" | "refused", wait, text}; never rejects. */
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
 * What was said in this tab, kept in its sessionStorage. An entry is {who: "user", text}, {who: "bot", messages, helped}, or {who: "tab"},
 * above which another tab spoke. `pending` is the message without an answer: {message, id}; `last` the one before it.
 *
 * A duplicated or opened tab begins with a copy of it. So a page marks the conversation as `held` until it is left; what is found held
 * is another tab's, which says so, or was left by a crash.
 */
export class Talk {
  #channel;

  constructor(server) {
    this.key = `icp-chat:${server}`;
    this.forget();
    try {
      const stored = JSON.parse(sessionStorage[this.key]);
      if (stored.sender && Array.isArray(stored.entries)) Object.assign(this, stored);
    } catch {
      // nothing, or no storage
    }
    this.copied = this.held;
    this.held = true;
    this.save();
    this.#channel = new BroadcastChannel(this.key);
    this.#channel.onmessage = ({ data }) => !this.copied && data.ask === this.sender && this.#channel.postMessage({ mine: data.ask });
  }

  /** Asks the other tabs whose conversation this is; another's goes on as one of its own. */
  async settle() {
    const channel = this.#channel;
    const taken = await new Promise((resolve) => {
      channel.addEventListener("message", ({ data }) => data.mine === this.sender && resolve(true));
      channel.postMessage({ ask: this.sender });
      setTimeout(resolve, CLAIM_MS, false);
    });
    this.copied = false;
    if (!taken) return;
    Object.assign(this, { sender: randomId(), pending: null, last: null });
    if (this.entries[0]) this.add({ who: "tab" });
  }

  /** Leaves the conversation to the next page in this tab. */
  release() {
    if (!this.held) return;
    this.held = false;
    this.#channel.close();
    this.save();
  }

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
      // then it lives as long as the page
    }
  }
}
