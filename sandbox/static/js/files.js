// Files under what one is about to send: picked, uploaded at once, taken off again.

import { upload } from "./api.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { fileRow } from "./inputs.js";
import { store } from "./store.js";
import { errorText, toast } from "./toast.js";

export function picked(changed) {
  let files = [];
  const list = h("div", { class: "file-list composer-files", hidden: true });
  const show = () => {
    list.hidden = !files.length;
    fill(list, files.map((file) => fileRow(file, h("button", {
      class: "icon-button", type: "button", "aria-label": t("remove", { name: file.name }), onclick: () => {
        set(files.filter((one) => one !== file));
        clip.focus();
      },
    }, icon("close", 14)))));
    changed();
  };
  const set = (next) => {
    files = next;
    show();
  };
  const take = async () => {
    for (const file of [...picker.files]) {
      const result = await upload(store.me.id, file);
      if (result.ok) set([...files, result.file]);
      else toast(t("upload_failed", { name: file.name, error: errorText(result) }), { kind: "error" });
    }
    picker.value = "";
  };
  const picker = h("input", { class: "sr-only", type: "file", multiple: true, tabindex: "-1", "aria-hidden": "true", dataset: { picker: "message" }, onchange: take });
  const clip = h("button", {
    class: "icon-button", type: "button", "aria-label": t("add_file"), title: t("add_file"), onclick: () => picker.click(),
  }, icon("clip"));
  const button = h("span", {}, picker, clip);
  return { list, button, ids: () => files.map((file) => file.id), clear: () => set([]) };
}
