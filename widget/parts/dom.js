/** h("p.class", { attribute, onclick }, ...children): text is only ever text, and what is empty is left out. */
export function h(tag, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  const props = children[0]?.constructor === Object ? children.shift() : {};
  if (classes[0]) node.className = classes.join(" ");
  for (const key in props) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), props[key]);
    else node.setAttribute(key, props[key]);
  }
  node.append(...children.filter(Boolean));
  return node;
}

export const button = (tag, onclick, ...children) => h(`button.${tag}`, { type: "button", onclick }, ...children);

const PATHS = {
  chat: "M4 5h16v11h-9l-5 4v-4h-2zM8 9h8M8 12h5",
  close: "M6 6l12 12M18 6l-12 12",
  over: "M4 5v5h5M4 10a8 8 0 1 1 0 5",
  send: "M12 19v-14M6 11l6-6 6 6",
  next: "M9 6l6 6-6 6",
  thumb: "M7 11v9h-3v-9zM7 11l4-8q3 0 2 6h7l-2 11h-11",
};

export function icon(name) {
  const [svg, path] = ["svg", "path"].map((each) => document.createElementNS("http://www.w3.org/2000/svg", each));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A link by https or within the origin; else text. */
export function link(address, text) {
  try {
    const { href, protocol, origin } = new URL(address);
    if (protocol === "https:" || origin === location.origin) return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  } catch {
    // none
  }
  return text;
}

const OPENING = { ")": "(", "]": "[" };

/** An address without the end of the sentence around it; a bracket that was opened in it is its own. */
function trimmed(address) {
  const last = address.at(-1);
  const count = (sign) => address.split(sign).length;
  const foreign = OPENING[last] ? count(last) > count(OPENING[last]) : /[.,;:!?']/.test(last);
  return foreign ? trimmed(address.slice(0, -1)) : address;
}

function withLinks(line) {
  const nodes = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(/https?:\/\/[^\s<>"\u2018-\u201d\u3000-\u303f\uff00-\uff5e]+/g)) {
    const address = trimmed(found);
    nodes.push(line.slice(end, index), link(address, address));
    end = index + address.length;
  }
  return [...nodes, line.slice(end)];
}

/** Lines as paragraphs and lists; the line `source` is the quiet one. */
export function blocks(lines, source) {
  const made = [];
  for (const line of lines) {
    const item = /^- (\d+\. )?(.+)/.exec(line);
    if (item) {
      const tag = item[1] ? "ol" : "ul";
      if (made.at(-1)?.localName !== tag) made.push(h(tag));
      made.at(-1).append(h("li", { dir: "auto" }, ...withLinks(item[2])));
    } else if (line.trim()) made.push(h(line === source ? "p.source" : "p", { dir: "auto" }, ...withLinks(line)));
  }
  return made;
}
