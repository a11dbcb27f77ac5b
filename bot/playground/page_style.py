"""How the page looks: quiet colours, one green, much room, in light and in dark."""

from bot.playground.page_style_kit import BLOCKS, FORMS

FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#1c5a41"/>'
    '<path d="M9 24V9m7 15V9m7 15V9M6 13h20M6 20h20" stroke="#fff" stroke-width="2" '
    'stroke-linecap="round" fill="none"/></svg>'
)

_COLOURS = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --side: #f5f6f2; --raised: #ffffff; --hover: #eef1ec;
  --ink: #1c2420; --quiet: #5b6760; --line: #e1e6df; --edge: #b9c3bb;
  --green: #1c5a41; --green-text: #1c5a41; --green-soft: #e5efe9; --on-green: #ffffff;
  --strip: #17402f; --strip-quiet: #bcd3c6; --red: #a5302a; --red-fill: #a5302a;
  --note: #fbf6e6; --note-ink: #5a4a17; --shadow: 0 1px 3px #0e1f161a, 0 8px 30px #0e1f1614;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161a18; --side: #111513; --raised: #1e2421; --hover: #212824;
    --ink: #e5eae6; --quiet: #9ba7a0; --line: #2a322d; --edge: #4b574f;
    --green: #2b7454; --green-text: #84cfa9; --green-soft: #1c3328; --on-green: #ffffff;
    --strip: #0e2c1f; --strip-quiet: #a3bfb0; --red: #f0938b; --red-fill: #a83e37;
    --note: #26231a; --note-ink: #d9cda3; --shadow: 0 1px 3px #0006, 0 8px 30px #0006;
  }
}
"""

_FRAME = """
body, .room, .q-dialog, .q-menu, .q-notification, .q-field, .q-field__native, .q-btn {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans",
    sans-serif;
}
body { background: var(--paper); color: var(--ink); font-size: 15px; line-height: 1.5; }
.room { position: fixed; inset: 0; display: flex; flex-direction: column; }
:where(.room, .q-dialog) :where(h1, h2, h3, p) {
  margin: 0; font-size: inherit; line-height: inherit; letter-spacing: normal;
}
.quiet { color: var(--quiet); font-size: 13px; font-weight: 400; }
:is(.room, .q-dialog, .q-menu) :focus-visible {
  outline: 2px solid var(--green-text); outline-offset: 2px;
}
.strip :focus-visible { outline-color: #ffffff; }
.skip {
  position: fixed; z-index: 20; left: 12px; top: -60px; padding: 8px 16px; border-radius: 8px;
  background: var(--paper); color: var(--green-text); font-weight: 600;
}
.skip:focus { top: 8px; }
.main:focus { outline: none; }
.strip {
  background: var(--strip); color: #fff; display: flex; align-items: center; gap: 12px 20px;
  padding: 9px 20px; min-height: 52px;
}
.strip-text { flex: 1; color: var(--strip-quiet); }
.strip-text strong { color: #fff; font-weight: 600; }
.strip-buttons > div { display: flex; gap: 6px; align-items: center; }
.be { color: #fff; text-decoration: underline; text-underline-offset: 3px; white-space: nowrap; }
.hint-line {
  display: flex; align-items: center; gap: 5px; padding: 5px 20px; background: var(--note);
  color: var(--note-ink); font-size: 13px;
}
.hint-line .button { margin-left: auto; color: inherit; }
.hint-folded { display: none; }
.hint-folded summary { display: list-item; list-style: inside disclosure-closed; cursor: pointer; }
.hint-folded[open] summary { list-style-type: disclosure-open; }
.desk { flex: 1; min-height: 0; display: flex; }
.sidebar {
  background: var(--side); width: 264px; flex: none; padding: 18px 12px; overflow-y: auto;
  border-right: 1px solid var(--line); color: var(--ink);
}
.sidebar h2 {
  font-size: 12px; font-weight: 600; color: var(--quiet); padding: 0 10px 6px;
  letter-spacing: .02em;
}
.sidebar ul { list-style: none; margin: 0 0 22px; padding: 0; }
.entry {
  display: flex; align-items: center; gap: 10px; width: 100%; padding: 6px 10px; border: 0;
  border-radius: 8px; background: none; color: var(--ink); text-align: left; font: inherit;
  text-decoration: none; cursor: pointer; flex-wrap: nowrap;
}
.entry:hover { background: var(--hover); }
.entry.here { background: var(--green-soft); color: var(--green-text); font-weight: 600; }
.entry.unread .entry-name { font-weight: 700; }
.entry-name { flex: 1; min-width: 0; display: flex; flex-direction: column; line-height: 1.3; }
.entry-name > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mark {
  background: var(--green); color: var(--on-green); border-radius: 10px; padding: 0 7px;
  font-size: 12px; font-weight: 600; line-height: 19px;
}
.avatar {
  width: 34px; height: 34px; border-radius: 9px; flex: none; display: grid; place-items: center;
  color: #fff; font-weight: 600; font-size: 15px; text-shadow: 0 1px 1px #0003;
}
.avatar-bot { background: var(--green); }
.main { flex: 1; min-width: 0; display: flex; flex-direction: column; }
.head {
  display: flex; align-items: center; gap: 4px 22px; padding: 0 24px; min-height: 54px;
  border-bottom: 1px solid var(--line); flex-wrap: wrap;
}
.head h1 { font-size: 17px; font-weight: 700; }
.tabs { display: flex; gap: 4px; align-self: stretch; }
.sidebar .discreet { margin-left: 4px; }
.view { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.roll { flex: 1; min-height: 0; overflow-y: auto; display: flex; flex-direction: column-reverse; }
.from-top { flex-direction: column; }
.panel {
  width: 380px; flex: none; border-left: 1px solid var(--line); display: flex;
  flex-direction: column; background: var(--paper);
}
.panel-head {
  display: flex; align-items: center; justify-content: space-between; padding: 0 12px 0 20px;
  min-height: 54px; border-bottom: 1px solid var(--line);
}
.panel-head h2 { font-weight: 700; }
.home { width: 100%; max-width: 720px; margin: 0 auto auto; padding: 26px 24px 60px; }
.button.narrow { display: none; color: #fff; }
"""

_WORDS = """
.log { padding: 14px 0; margin-top: auto; max-width: 820px; width: 100%; margin-inline: auto; }
.beginning { padding: 24px; text-align: center; }
.day { display: flex; align-items: center; gap: 14px; padding: 10px 24px; }
.day { font-size: 12.5px; font-weight: 600; color: var(--quiet); }
.day::before, .day::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.message {
  position: relative; display: flex; gap: 12px; padding: 8px 24px; border-radius: 8px;
}
.message:hover { background: color-mix(in srgb, var(--hover) 50%, transparent); }
.message-body { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.message-head { display: flex; align-items: baseline; gap: 8px; flex-wrap: wrap; }
.author { font-weight: 700; }
.badge {
  font-size: 11px; font-weight: 600; color: var(--quiet); background: var(--hover);
  border-radius: 4px; padding: 0 5px; line-height: 17px;
}
.ephemeral { background: var(--side); }
.tools {
  position: absolute; top: 4px; right: 20px; display: flex; background: var(--raised);
  border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow); opacity: 0;
  pointer-events: none;
}
.message:hover .tools, .message:focus-within .tools { opacity: 1; pointer-events: auto; }
.said, .section-text p, .home p, .sheet p, .kit-rich_text p { white-space: pre-wrap; }
.mrkdwn-code {
  background: var(--hover); border: 1px solid var(--line); border-radius: 4px; padding: 0 4px;
  font-size: .88em;
}
.mrkdwn-pre {
  background: var(--side); border: 1px solid var(--line); border-radius: 8px; margin: 4px 0;
  padding: 8px 12px; white-space: pre-wrap; font-size: .88em;
}
.mrkdwn-quote {
  display: block; border-left: 3px solid var(--edge); padding-left: 12px; margin: 4px 0;
}
.mrkdwn-link { color: var(--green-text); }
.mrkdwn-mention {
  color: var(--green-text); background: var(--green-soft); border-radius: 4px; padding: 0 3px;
}
.status { padding: 0 24px; font-size: 13px; color: var(--quiet); min-height: 20px; }
.composer {
  margin: 0 24px 20px; padding: 4px 6px; border: 1px solid var(--edge);
  border-radius: 12px; background: var(--raised); display: flex; align-items: flex-end; gap: 8px;
}
.view .composer, .prompts, .view .status {
  max-width: 772px; width: calc(100% - 48px); margin-inline: auto;
}
.composer:focus-within { border-color: var(--green-text); box-shadow: 0 0 0 1px var(--green-text); }
.composer-field { flex: 1; }
.composer-field textarea { max-height: 200px; }
.composer textarea:focus-visible { outline: none !important; }
.composer .button { margin-bottom: 4px; }
.prompts { display: flex; flex-wrap: wrap; gap: 6px; padding: 0 0 10px; }
"""

_PHONE = """
@media (max-width: 860px) {
  .wide { display: none; }
  .button.narrow { display: inline-flex; }
  .panel { position: fixed; inset: 0; width: auto; z-index: 10; border: 0; }
}
@media (max-width: 560px) {
  .strip { flex-wrap: wrap; padding: 8px 12px 10px; gap: 6px 8px; align-items: flex-start; }
  .strip-text { flex-basis: calc(100% - 50px); font-size: 14px; padding-top: 4px; }
  .strip-buttons, .strip-buttons > div { width: 100%; }
  .strip-buttons .button.light:not(.round) { flex: 1; }
  .hint-line { padding: 5px 12px; display: block; position: relative; padding-right: 44px; }
  .hint-line .button { position: absolute; right: 4px; top: 0; min-height: 30px; }
  .hint-open { display: none; }
  .hint-folded { display: block; }
  .head { padding: 0 14px; min-height: 48px; gap: 0 14px; }
  .message { padding: 8px 14px; gap: 10px; }
  .day { padding: 8px 14px; }
  .home { padding: 18px 14px 40px; }
  .composer { margin: 0 12px 12px; }
  .view .composer, .prompts, .view .status { width: calc(100% - 24px); }
  .prompts { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: thin; padding: 3px 3px 9px; }
  .prompts > div, .prompts .chip { flex: none; white-space: nowrap; }
  .fields { grid-template-columns: 1fr; }
  .kit-section { flex-wrap: wrap; }
  .section-text { flex-basis: 100%; }
  .accessory { max-width: 100%; }
  .kit-section:has(.accessory > .round) { flex-wrap: nowrap; }
  .kit-section:has(.accessory > .round) .section-text { flex-basis: 0; }
  .q-dialog__inner--minimized { padding: 10px; }
}
@media (hover: none) and (pointer: coarse) {
  .tools {
    position: static; opacity: 1; pointer-events: auto; border: 0; box-shadow: none;
    background: none; align-self: flex-start; flex-direction: column;
  }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation-duration: 1ms !important; }
}
"""

STYLE = _COLOURS + _FRAME + _WORDS + BLOCKS + FORMS + _PHONE
