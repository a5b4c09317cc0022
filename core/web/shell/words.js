"use strict";
(() => {
  const words = __WORDS__;
  const languages = Object.keys(words);
  const exact = {};
  for (const language of languages)
    exact[language] = words[language].map(([pattern, said]) => [new RegExp(pattern), said]);
  const originals = new WeakMap();
  const attributes = ["aria-label", "title", "placeholder"];
  const root = document.documentElement;
  const inText = '[data-testid="stMarkdownContainer"], [data-testid="stText"], [data-testid="stCode"], textarea, style, script';
  const ofWidgets = '[data-testid="stFileUploader"], [data-testid="stDialog"]';
  const language = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    return languages.includes(asked) ? asked : root.lang;
  };
  const translated = (text, to) => {
    const trimmed = text.trim();
    if (!trimmed || trimmed.length > 120) return text;
    for (const [pattern, said] of exact[to])
      if (pattern.test(trimmed)) return text.replace(trimmed, trimmed.replace(pattern, said));
    return text;
  };
  const change = (owner, name, read, write) => {
    let kept = originals.get(owner);
    if (!kept) originals.set(owner, (kept = {}));
    const now = read();
    if (now === null) return;
    if (!kept[name] || kept[name].shown !== now) kept[name] = { original: now, shown: now };
    const said = translated(kept[name].original, root.lang);
    if (said !== now) { kept[name].shown = said; write(said); }
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement;
      if (parent && (!parent.closest(inText) || parent.closest(ofWidgets)))
        change(node, "text", () => node.nodeValue, (said) => { node.nodeValue = said; });
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of attributes)
      if (node.hasAttribute(name)) change(node, name, () => node.getAttribute(name), (said) => node.setAttribute(name, said));
    for (const child of node.childNodes) walk(child);
  };
  const settle = () => {
    const to = language();
    if (to === root.lang) return;
    root.lang = to;
    document.cookie = `lang=${to}; path=/; max-age=31536000; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
    walk(document.body);
  };
  const keep = () => {
    const asked = new URLSearchParams(location.search).get("lang");
    if (languages.includes(asked))
      document.cookie = `lang=${asked}; path=/; max-age=31536000; samesite=lax` + (location.protocol === "https:" ? "; secure" : "");
  };
  // What is chosen on a page is kept in its address; only going to another page is a step to go back from.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const same = url !== undefined && new URL(url, location.href).pathname === location.pathname;
    (same ? history.replaceState.bind(history) : push)(state, title, url);
  };
  // The sign-in page is no page of Streamlit: it opens in this tab, and by itself after signing out.
  const toSignIn = (node) => {
    const link = node.closest?.('a[href^="/login"]');
    if (!link) return null;
    return new URL(link.href).origin === location.origin ? link : null;
  };
  const here = () => "/login?next=" + encodeURIComponent(location.pathname + location.search);
  document.addEventListener("click", (event) => {
    const link = toSignIn(event.target);
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    location.assign(link.getAttribute("href") === "/login" ? here() : link.href);
  }, true);
  const leave = (node) => {
    const link = node.querySelector?.('[data-testid="stMarkdownContainer"] a[href="/login?left=1"]');
    if (link) location.replace(link.href);
  };
  // A field that only robots fill in: no reader says it and no key comes to it, whenever its parts are drawn.
  const hide = () => {
    for (const trap of document.querySelectorAll(".st-key-resident_website:not([inert])")) trap.inert = true;
  };
  // A container whose key begins with "focus-" is what comes next: once the page stands its first field is ready to be
  // written in, where there is a keyboard. A field of it that somebody is in already stays.
  const hasKeyboard = matchMedia("(pointer: fine)").matches;
  const running = "data-test-script-state";
  let focused = { name: "", field: null };
  const isLost = () => document.activeElement === document.body && focused.field !== null && !focused.field.isConnected;
  const focusNext = () => {
    if (document.querySelector('[data-testid="stApp"]')?.getAttribute(running) !== "notRunning") return;
    const box = document.querySelector('[class*="st-key-focus-"]');
    const name = box ? [...box.classList].find((c) => c.startsWith("st-key-focus-")) : "";
    if (name === focused.name && !isLost()) return;  // a page drawn anew may take the field away under its focus
    const field = box?.querySelector("input:not([disabled]), textarea:not([disabled])");
    if (box && !field) return;
    if (field && !box.contains(document.activeElement)) field.focus({ preventScroll: true });
    focused = { name, field: field ?? null };
  };
  new MutationObserver((changes) => {
    settle();
    hide();
    if (hasKeyboard) focusNext();
    for (const change of changes) {
      if (change.type === "childList") for (const node of change.addedNodes) { walk(node); leave(node); }
      else if (change.attributeName !== running) walk(change.target);
    }
  }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...attributes, running] });
  keep();
  walk(document.body);
})();
