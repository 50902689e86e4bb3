import { button, h, icon } from "./dom.js";

const LONGEST_MESSAGE = 1000;
const NEAR = 100;

/** Where one types. What is too long is kept, and said. `send(message)` tells whether it took the message. */
export function composer(s, send) {
  const field = h("textarea", { rows: 1, dir: "auto", "aria-label": s.field, "aria-describedby": "room", placeholder: s.hint, enterkeyhint: "send" });
  const room = h("p.room", { id: "room" });
  // For screen readers, which need not hear each number.
  const told = h("span.hidden", { role: "status" });
  let over;
  const count = () => {
    const left = LONGEST_MESSAGE - [...field.value.trim()].length;
    const state = left < 0 ? "over" : left < NEAR ? "near" : "";
    room.textContent = state && (left < 0 ? s.tooLong(-left) : s.room(left));
    if (state !== room.dataset.state) told.textContent = room.textContent;
    room.dataset.state = state;
    field.ariaInvalid = over = left < 0;
  };
  const fill = (text) => {
    field.value = text;
    count();
  };
  const submit = () => {
    if (!over && send(field.value.trim())) fill("");
  };
  field.addEventListener("input", count);
  count();
  const last = button("send", submit, icon("send"));
  last.ariaLabel = s.send;
  return { element: h("div.compose", room, told, field, last), field, fill, last };
}
