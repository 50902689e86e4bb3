import { determinationCard } from "./card.js";
import { h } from "./dom.js";
import { dayText } from "./strings.js";

const PAGE = `@media print {
  :root:root :not(:has(.icp-prints), .icp-prints) { display: none !important; }
  :root:root, :root:root :has(.icp-prints) { all: unset !important; display: block !important; }
}`;

let end = () => {};

/** Prints a result: meanwhile the page's print view is its card, unfolded, alone. Else a page prints without the widget. */
export function printSheet(host, custom, s) {
  end();
  const head = [s.title, location.host, dayText(custom.today, s)].join(" · ");
  const sheet = h("div.sheet", { lang: s.lang }, h("p.sub", head), determinationCard(custom, "", s, {}), h("p.note", s.note));
  for (const each of sheet.querySelectorAll("details")) each.open = true;
  const page = new CSSStyleSheet();
  page.replaceSync(PAGE);
  document.adoptedStyleSheets.push(page);
  host.classList.add("icp-prints");
  host.shadowRoot.append(sheet);
  end = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== page);
    host.classList.remove("icp-prints");
    sheet.remove();
  };
  addEventListener("afterprint", () => end(), { once: true });
  print();
}
