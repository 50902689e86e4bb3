/** Where the panel fills the screen: phones, and windows at 400 % zoom. */
export const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

// The name after --icp-, its name here, light, dark.
const PALETTE = [
  ["accent", "a", "#0b5cab", "#8fc1ff"],
  ["on-accent", "oa", "#fff", "#08213f"],
  ["surface", "s", "#fff", "#161c24"],
  ["text", "t", "#1b2430", "#e8edf3"],
  ["quiet", "q", "#566273", "#a5b1c0"],
  ["line", "l", "#dce2ea", "#333e4b"],
  ["bubble", "b", "#f1f4f8", "#212a35"],
  ["head", "h", "var(--a)", "#202b38"],
  ["on-head", "oh", "var(--oa)", "#e8edf3"],
  ["good", "good", "#0f6b3c", "#7ddba6"],
  ["warn", "warn", "#8a4b00", "#f5c276"],
  ["bad", "bad", "#a81f1f", "#ffa3a3"],
];
const colours = (column) => PALETTE.map((each) => `--${each[1]}: var(--icp-${each[0]}, ${each[column]});`).join(" ");
const DARK = `{ ${colours(3)} color-scheme: dark; }`;

// The element has no box that a page could deform, and what is inherited is set back.
const CSS = `
:host { display: contents; }
:host([hidden]) { display: none; }
.root, .sheet {
  ${colours(2)} --r: var(--icp-radius, 14px);
  all: initial; color: var(--t); color-scheme: light; font: 15px/1.45 var(--icp-font, system-ui, sans-serif);
}
@media (prefers-color-scheme: dark) { :host(:not([theme=light])) .root ${DARK} }
:host([theme=dark]) .root ${DARK}
.root { position: fixed; z-index: var(--icp-z, 2147483000); right: var(--icp-right, 20px); bottom: var(--icp-bottom, 20px); }
* { box-sizing: border-box; margin: 0; padding: 0; }
[hidden] { display: none !important; }
button, textarea, input { font: inherit; color: inherit; border: 0; background: none; }
button { cursor: pointer; }
button:disabled { cursor: default; opacity: .55; }
:focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
a { color: var(--a); }
svg { width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.title, .name, .label, .dot, .hello, .changed, .reply, summary { font-weight: 600; }
.sub, .source, .gap, .note, .room, .tab, .label, .votes { color: var(--q); font-size: 13px; }
.source, .note, .tag, .gap, .label { font-size: 12px; }
.launcher, .tool, .dot, .send, .votes button { display: grid; place-items: center; flex: none; width: 42px; height: 42px; border-radius: 50%; }
.acts, .act, .head, .chip, .start, .votes, summary { display: flex; align-items: center; gap: 7px; }
.panel, .card, .act, .reply, .start, .chip { border: 1px solid var(--l); border-radius: var(--r); background: var(--s); }
.act, .reply, .start { min-height: 36px; padding: 6px 13px; border-radius: 20px; text-align: start; }
.certificates li, .timeline, details, .compose { border-top: 1px solid var(--l); }
.launcher, .send, .me, .to_get .dot, .applied .dot { background: var(--a); color: var(--oa); }
.launcher, .panel { box-shadow: 0 8px 32px #0b1d3344; }
.launcher { width: 58px; height: 58px; }
.launcher svg { width: 27px; height: 27px; }
.launcher.new::after { content: ""; position: absolute; top: 2px; right: 2px; padding: 7px; border-radius: 50%; background: #d93025; }
:host([open]) .launcher { display: none; }
.panel { display: flex; flex-direction: column; width: min(408px, calc(100vw - 40px)); height: min(700px, calc(100dvh - 40px)); overflow: hidden;
  animation: rise .18s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
.head { gap: 4px; padding: 12px 8px 12px 16px; background: var(--h); color: var(--oh); }
.head div, .certificates div { flex: 1; min-width: 0; }
.head .sub { color: inherit; }
.head :focus-visible { outline-color: currentColor; }
.tool:hover { background: #8883; }
.log { position: relative; flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 14px; outline-offset: -3px; }
.turn, .welcome { display: flex; flex-direction: column; gap: 8px; margin-bottom: 14px; }
.msg, .card { overflow-wrap: anywhere; }
.msg { align-self: flex-start; max-width: 90%; padding: 9px 13px; border-radius: var(--r); background: var(--b); }
.msg > * + *, .card > * + *, .trouble .act { margin-top: 8px; }
.me, .asks > .sub { align-self: flex-end; white-space: pre-wrap; }
.me { background: var(--a); }
.msg ul, .msg ol, .card > ul, details ul { padding-inline-start: 20px; }
.tag { padding: 1px 8px; border-radius: 20px; border: 1px solid currentColor; white-space: nowrap; color: var(--q); }
.card { padding: 14px; }
.card.if { border-style: dashed; }
.certificates, .timeline ol, summary { list-style: none; }
.certificates li { display: flex; gap: 10px; padding: 8px 0; }
.certificates .tag { align-self: flex-start; }
.certificates .reply { min-height: 28px; padding: 1px 12px; margin-top: 6px; font-size: 13px; }
.dot { width: 24px; height: 24px; background: var(--b); font-size: 13px; }
.to_get .tag, .applied .tag, .changed, .reply, .start svg, .below .act, .votes [aria-pressed=true] { color: var(--a); opacity: 1; }
.held .dot, .held .tag { color: var(--good); }
.breach, .trouble { padding: 10px 12px; border: 1px solid; border-radius: 10px; color: var(--bad); }
.trouble, .wait { margin-bottom: 14px; }
.trouble p { color: var(--t); }
.timeline, details { padding-top: 8px; }
.timeline ol { margin-top: 10px; margin-left: 5px; border-left: 2px solid var(--l); }
.timeline li { position: relative; padding: 0 0 12px 16px; }
.timeline li::before { content: ""; position: absolute; left: -7px; top: 5px; width: 12px; height: 12px; border-radius: 50%; border: 2px solid var(--a); background: var(--s); }
.timeline .today::before, .timeline .launch::before { background: var(--a); }
.timeline .launch::before { border-radius: 3px; transform: rotate(45deg); }
.timeline .tag { margin-left: 6px; }
summary { min-height: 28px; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
[open] > summary svg, .below svg { transform: rotate(90deg); }
details li { margin-top: 6px; }
.acts { flex-wrap: wrap; }
.act { font-size: 14px; color: var(--t); }
.reply, .below .act { border-color: var(--a); }
.choice { width: 100%; border-radius: 14px; }
.choice .sub { display: block; font-weight: 400; }
.act:hover:enabled, .reply:hover:enabled, .start:hover, .votes button:hover:enabled { background: var(--b); }
.acts input, textarea { min-height: 42px; padding: 9px 13px; border: 1px solid var(--q); border-radius: 21px; background: var(--s); }
.start, .chip { justify-content: space-between; padding: 10px 14px; }
.chip { border-left: 4px solid var(--a); }
.soon { border-left-color: var(--warn); } .soon .tag { color: var(--warn); }
.late { border-left-color: var(--bad); } .late .tag, [data-state=over] { color: var(--bad); }
.votes button { width: 32px; height: 32px; }
.down svg { transform: rotate(180deg); }
.hello { font-size: 20px; }
.room { flex-basis: 100%; margin: 0; }
.compose { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 8px; padding: 10px 12px 4px; }
textarea { flex: 1; min-width: 0; max-height: 130px; outline-offset: -1px; resize: none; field-sizing: content; }
textarea::placeholder { color: var(--q); opacity: 1; }
.note { padding: 0 14px 8px; text-align: center; }
.room:empty { display: none; }
.below { position: relative; }
.below .act { position: absolute; bottom: 10px; left: 50%; transform: translateX(-50%); white-space: nowrap; }
.tab { padding-top: 10px; border-top: 1px dashed; text-align: center; }
@media ${FULL_SCREEN} {
  :host([open]) .root { inset: 0; }
  .panel { width: 100%; height: 100dvh; border: 0; border-radius: 0; }
  textarea, .acts input { font-size: 16px; }
}
.sheet, .sheet .acts, .sheet svg { display: none; }
@media print {
  .root { display: none; }
  .sheet { display: block; zoom: .8; print-color-adjust: exact; }
  .sheet .card { padding: 8px 0; border: 0; }
  .sheet .title { font-size: 20px; }
  .sheet li { break-inside: avoid; }
  .sheet a::after { content: " (" attr(href) ")"; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
