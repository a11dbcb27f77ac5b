"""How blocks, buttons and forms look."""

BLOCKS = """
.kit { margin: 6px 0; }
.kit-section { display: flex; gap: 16px; align-items: flex-start; }
.section-text { flex: 1; min-width: 0; }
.accessory { flex: none; max-width: 45%; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 20px; }
.kit-header h3 { font-size: 17px; font-weight: 700; }
.home .kit-header h3 { font-size: 20px; margin-top: 14px; }
.kit-divider hr { border: 0; border-top: 1px solid var(--line); margin: 12px 0; }
.kit-actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 10px 0; }
.kit-context {
  display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 13px; color: var(--quiet);
  align-items: center; white-space: pre-wrap;
}
.kit-context img { height: 20px; width: 20px; border-radius: 4px; }
.kit-image img { max-width: 100%; max-height: 360px; border-radius: 8px; }
.accessory img { width: 76px; height: 76px; object-fit: cover; border-radius: 8px; }
.picture {
  border: 1px dashed var(--edge); border-radius: 6px; padding: 1px 8px; color: var(--quiet);
  font-size: 13px;
}
.markdown { display: block; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 34px;
  padding: 4px 14px; border: 1px solid var(--edge); border-radius: 8px; background: var(--raised);
  color: var(--ink); font: inherit; font-size: 14px; font-weight: 600; cursor: pointer;
  text-decoration: none; line-height: 1.3; max-width: 100%; text-align: center;
}
.button:hover { background: var(--hover); }
.button:active { transform: translateY(1px); }
.button[disabled] { opacity: .65; cursor: default; }
.button.primary { background: var(--green); border-color: var(--green); color: var(--on-green); }
.button.primary:hover { filter: brightness(1.12); }
.button.danger {
  background: var(--red-fill); border-color: var(--red-fill); color: #fff;
}
.accessory .button.danger, .kit-actions .button.danger {
  background: var(--raised); color: var(--red); border-color: var(--red);
}
.button.round {
  border: 0; background: none; padding: 0; width: 34px; font-size: 18px; flex: none;
}
.button.round:hover { background: #8883; }
.button.light { background: #fff; border-color: #fff; color: #17402f; white-space: nowrap; }
.button.light:hover { background: #e5efe9; }
.button.round.light { background: none; border: 0; color: #fff; }
.button.discreet, .button.tab {
  border: 0; background: none; color: var(--quiet); font-weight: 500;
}
.button.discreet { font-size: 13px; padding: 4px 6px; }
.button.discreet:hover { color: var(--ink); background: none; text-decoration: underline; }
.button.tab { border-radius: 0; border-bottom: 2px solid transparent; padding: 0 8px; }
.button.tab:active { transform: none; }
.button.tab[aria-current=page] {
  color: var(--green-text); border-color: var(--green-text); font-weight: 600;
}
.button.tool { border: 0; background: none; font-size: 13px; min-height: 28px; padding: 2px 9px; }
.button.tool:hover { background: var(--hover); }
.button.answers {
  border: 0; background: none; color: var(--green-text); padding: 2px 8px; margin-left: -8px;
  font-size: 13px; min-height: 28px;
}
.button.file { margin: 6px 0; font-weight: 500; border-color: var(--line); }
.shared-picture { display: block; max-width: min(100%, 560px); margin: 6px 0; border-radius: 8px; }
.button.chip { border-radius: 18px; font-weight: 500; font-size: 13.5px; color: var(--green-text); }
"""

FORMS = """
.sheet-body .q-textarea textarea { min-height: 96px !important; }
.sheet .q-uploader { width: 100%; background: var(--raised); border-radius: 8px; }
.field, .choices { font: inherit; }
select.field {
  width: 100%; min-height: 40px; padding: 6px 12px; border: 1px solid var(--edge);
  border-radius: 8px; background: var(--raised); color: var(--ink);
}
.accessory select.field, .kit-actions select.field {
  min-height: 34px; width: auto; max-width: 100%;
}
.kit-actions .field-typed, .kit-actions .field-several { min-width: 200px; }
.field-typed, .field-several { width: 100%; }
.room .q-field, .q-dialog .q-field { padding: 0; margin: 0; }
.q-dialog .q-field--outlined .q-field__control, .room .q-field--outlined .q-field__control {
  border-radius: 8px; background: var(--raised);
}
.q-field__native, .q-field__input { color: var(--ink) !important; font-size: 15px; }
.q-field--outlined .q-field__control::before { border-color: var(--edge) !important; }
.q-field--outlined.q-field--focused .q-field__control::after {
  border-color: var(--green-text) !important;
}
.q-field :is(input, textarea):focus-visible { outline: none !important; }
.q-field ::placeholder { color: var(--quiet); opacity: 1; }
.q-chip { background: var(--green-soft); color: var(--green-text); }
.q-menu { background: var(--raised); color: var(--ink); border-radius: 10px; padding: 4px; }
.choices { display: flex; flex-direction: column; gap: 2px; border-radius: 8px; }
.choice { display: flex; gap: 10px; padding: 5px 2px; cursor: pointer; align-items: flex-start; }
.choice input {
  width: 17px; height: 17px; margin: 3px 0 0; accent-color: var(--green); flex: none;
}
.choice-text { display: flex; flex-direction: column; white-space: pre-wrap; }
.label { display: flex; gap: 6px; align-items: baseline; font-weight: 600; margin-bottom: 5px; }
.required { color: var(--red); }
.hint { color: var(--quiet); font-size: 13px; margin-top: 4px; }
.error { color: var(--red); font-size: 14px; margin-top: 5px; }
.error:empty { display: none; }
.q-dialog__backdrop { background: #0a140f80; }
.q-dialog .sheet {
  background: var(--paper); color: var(--ink); border-radius: 14px; width: 100%; max-width: 540px;
  max-height: min(760px, calc(100dvh - 32px)); display: flex; flex-direction: column;
  box-shadow: var(--shadow); overflow: hidden;
}
.sheet-head {
  display: flex; align-items: center; justify-content: space-between; padding: 14px 14px 10px 24px;
}
.q-dialog .sheet h2 { font-size: 19px; font-weight: 700; }
.sheet-body { overflow-y: auto; padding: 4px 24px 12px; flex: 1; min-height: 0; }
.sheet-body .kit { margin: 0 0 16px; }
.sheet > .error { padding: 0 24px; }
.sheet-buttons {
  display: flex; justify-content: flex-end; gap: 8px; padding: 14px 24px 18px;
}
.q-dialog .sheet.small { max-width: 420px; padding: 20px 24px 0; gap: 12px; }
.sheet.small .sheet-buttons { padding: 6px 0 20px; flex-wrap: wrap; }
.q-dialog .sidebar { pointer-events: all; height: 100dvh; max-height: none; border-radius: 0; }
.q-dialog__inner--left:has(.sidebar) { padding: 0; }
.q-notification {
  border-radius: 10px; background: #26352d !important; border: 1px solid #ffffff26;
}
.q-notifications__list--bottom { bottom: 84px; }
"""
