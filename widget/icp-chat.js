// How to put the assistant on a page, and what can be set: docs/widget.md.
(() => {
  const { src } = document.currentScript;
  import(new URL("parts/place.js", src))
    .then((place) => place.start(new URL(src).origin))
    .catch((error) => console.error("The ICP assistant could not be loaded:", error));
})();
