// Nothing where the page fits; else what reaches beyond the right edge, outside of what scrolls by itself.
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const scrolls = (one) => /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX);
  const inScroller = (one) => {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  const beyond = [...document.body.querySelectorAll("*")].filter(
    (one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !inScroller(one),
  );
  return [`${root.scrollWidth} px`, ...beyond.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}
