import { IcpChat } from "./element.js";

const elements = () => document.querySelectorAll("icp-chat");
let body;

/** Puts the element on the page, unless it is there. */
function place() {
  body = document.body;
  if (!elements()[0]) body.append(document.createElement("icp-chat"));
}

/** Another language of the page is the widget's too, and another body gets the widget again. */
function follow() {
  for (const each of elements()) each.attributeChangedCallback("lang");
  if (document.body && document.body !== body) place();
}

/** To be called each time the script runs. */
export function start(origin) {
  if (document.readyState === "loading") return addEventListener("DOMContentLoaded", () => start(origin), { once: true });
  IcpChat.origin ||= origin;
  if (!customElements.get("icp-chat")) {
    customElements.define("icp-chat", IcpChat);
    new MutationObserver(follow).observe(document.documentElement, { childList: true, attributeFilter: ["lang"] });
  }
  place();
}
