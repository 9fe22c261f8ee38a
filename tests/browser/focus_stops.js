// What the keyboard must reach: links and controls that are shown, a group of radio buttons counting once.
// From then on whatever the focus comes to is written down, with how it is shown there.
() => {
  const controls =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]";
  const nameOf = (one) => (one.type === "radio" ? `radio ${one.name}` : one);
  const shown = [...document.querySelectorAll(controls)].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }),
  );
  const waiting = new Map(shown.map((one) => [nameOf(one), one]));
  const looks = (one) => {
    const style = getComputedStyle(one);
    return `${style.boxShadow} ${style.borderColor} ${style.backgroundColor} ${style.textDecoration}`;
  };
  const before = new Map(shown.map((one) => [one, looks(one)]));
  const tell = (one) => one.outerHTML.slice(0, 160);
  const state = { stops: 0, unseen: [], outside: [] };
  const isRinged = (one) => {
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) return true;
      if (!at.matches(":focus-within")) return false;
    }
    return false;
  };
  document.addEventListener("focusin", ({ target }) => {
    state.stops += 1;
    waiting.delete(nameOf(target));
    if (before.has(target) && !isRinged(target) && before.get(target) === looks(target)) {
      state.unseen.push(tell(target));
    }
    const box = target.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
      state.outside.push(tell(target));
    }
  });
  window.toldStops = () => ({ ...state, missed: [...waiting.values()].map(tell) });
  return waiting.size;
}
