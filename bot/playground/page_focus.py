"""Where the keyboard stands: it keeps its place when that is redrawn, and goes through menus.

A browser sends the focus to the top of the page when what had it is taken away. The script below
remembers where it was: in which slot of a shelf, on which action, at which place of the slot.
"""

from nicegui import ui

_PLACE = """
const STOPS = "a[href], button:not([disabled]), input, select, textarea, [tabindex='0']";
const LAYERS = ".q-dialog, .q-menu";
let last = null;  // where the keyboard is
let below = null;  // where it was before a dialog or a menu opened

const action = (one) => one.closest("[data-action]")?.dataset.action;
const at = (list, place) => list[Math.min(place, list.length - 1)];
const seen = (one) => one.isConnected && one.checkVisibility({visibilityProperty: true});
const stops = (slot, likeOne) => [...slot.querySelectorAll(STOPS)].filter(
  (one) => seen(one) && !action(one) === !likeOne);

function remember(element) {
  const slot = element.closest("[data-slot]"), acts = action(element);
  const all = slot ? stops(slot, acts) : [];
  return {
    element, slot, acts, shelf: slot?.parentElement, layer: element.closest(LAYERS),
    row: slot ? [...slot.parentElement.children].indexOf(slot) : 0,
    place: all.indexOf(element),
    turn: all.filter((one) => action(one) === acts).indexOf(element),
  };
}

function successor(was) {
  const isKept = was.slot?.isConnected;
  const slot = isKept ? was.slot : was.shelf && at([...was.shelf.children], was.row);
  if (!slot || !seen(slot)) return document.getElementById("conversation");
  const message = slot.querySelector("article");
  const all = isKept || !message ? stops(slot, was.acts) : [];  // no button of another message
  const same = all.filter((one) => action(one) === was.acts);
  return at(same, was.turn) ?? at(all, was.place) ?? message ?? slot;
}

function mend() {
  if (!last || document.activeElement !== document.body || seen(last.element)) return;
  const isOver = last.layer && !last.layer.isConnected;
  if (isOver && document.querySelector(LAYERS)) return;  // the one beneath takes it
  const was = isOver ? below : last;
  if (!was) return;
  const next = seen(was.element) ? was.element : successor(was);
  if (!next.matches(STOPS)) next.tabIndex = -1;
  next.focus();
}

document.addEventListener("focusin", ({target}) => {
  last = remember(target);
  if (!last.layer) below = last;
});
new MutationObserver(mend).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["class"],
});
"""

_MENUS = """
const MOVES = {ArrowDown: 1, ArrowUp: -1};
let pressed = null;
const items = (menu) => [...menu.querySelectorAll("[role=menuitem]:not([aria-disabled=true])")];

document.addEventListener("focusin", ({target}) => {
  if (target.matches("[role=menu]")) items(target)[0]?.focus();
});
document.addEventListener("keydown", (event) => {
  pressed = event.target;
  const menu = pressed.closest("[role=menu]");
  if (menu && event.key === "Tab") {
    event.preventDefault();
    below?.element.click();  // closes it
  } else if (menu && event.key in MOVES) {
    event.preventDefault();
    const all = items(menu), from = all.indexOf(document.activeElement);
    all.at((from + MOVES[event.key]) % all.length)?.focus();
  } else if (event.key === "ArrowDown" && pressed.matches("[aria-haspopup=menu]")) {
    event.preventDefault();
    pressed.click();
  }
}, true);
// The key that opened a menu is let go on its first item, which it did not mean.
document.addEventListener("keyup", (event) => {
  const item = event.target.closest?.("[role=menuitem]");
  if (item && item !== pressed) event.stopPropagation();
}, true);
"""


def keep_focus() -> None:
    """Let the keyboard keep its place on this page."""
    ui.add_body_html(f"<script>(() => {{{_PLACE}{_MENUS}}})();</script>")
