/** An element "tag.class" with attributes, listeners ("on...") and children; text is only ever text, and what is empty is left out. */
export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes[0]) node.className = classes.join(" ");
  for (const key in props) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), props[key]);
    else if (props[key] === true) node.setAttribute(key, "");
    else if (props[key] !== false) node.setAttribute(key, props[key]);
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
  check: "M5 12l5 5 9-10",
  minus: "M6 12h12",
  next: "M9 6l6 6-6 6",
  calendar: "M4 5h16v15h-16zM4 10h16M8 3v4M16 3v4",
  copy: "M9 9h11v11h-11zM5 15h-1v-11h11v1",
  alert: "M12 3l9 17h-18zM12 9v5M12 17v0",
  thumb: "M7 11v9h-3v-9zM7 11l4-8q3 0 2 6h5q2 0 2 2l-1 7q0 2-2 2h-10",
};

/** A drawing beside words that say the same. */
export function icon(name) {
  const [svg, path] = ["svg", "path"].map((each) => document.createElementNS("http://www.w3.org/2000/svg", each));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A link by https or within the own origin; to anywhere else it is text. */
export function link(address, text) {
  try {
    const { href, protocol, origin } = new URL(address);
    if (protocol === "https:" || origin === location.origin) return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  } catch {
    // no address
  }
  return text;
}

function withLinks(line) {
  const nodes = [];
  let end = 0;
  for (const { 0: found, index } of line.matchAll(/https?:\/\/[^\s<>"“”，。；：（）]+/g)) {
    const address = found.replace(/[.,;:!?)\]']+$/, "");
    nodes.push(line.slice(end, index), link(address, address));
    end = index + address.length;
  }
  return [...nodes, line.slice(end)];
}

/** Lines as paragraphs, as lists where they begin with "- ", and as the quiet line with the source. */
export function blocks(lines, s) {
  const made = [];
  for (const line of lines) {
    const item = /^- (\d+\. )?(.+)/.exec(line);
    const list = made[made.length - 1];
    if (item) {
      const tag = item[1] ? "ol" : "ul";
      if (!list || list.localName !== tag) made.push(h(tag));
      made[made.length - 1].append(h("li", {}, ...withLinks(item[2])));
    } else if (line.trim()) made.push(h(line.startsWith(s.source) ? "p.source" : "p", {}, ...withLinks(line)));
  }
  return made;
}
