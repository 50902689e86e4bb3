/*
 * <script src="https://host/widget/icp-chat.js" defer></script> puts the ICP assistant on a page; its parts are loaded from beside this file.
 * <icp-chat server language title theme="light|dark" open> sets what differs; all of it is optional. Colours: see parts/style.js.
 */
(() => {
  const { src } = document.currentScript;
  import(new URL("parts/element.js", src))
    .then((element) => element.start(new URL(src).origin))
    .catch((error) => console.error("The ICP assistant could not be loaded:", error));
})();
