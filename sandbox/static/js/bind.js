// Ties an element to what is filled in on its surface, and to the action it sends when it changes.

export function bind({ element, block, surface, place }, initial) {
  const entry = surface.start(block.block_id, element.action_id, { type: element.type, ...initial });
  const dispatch = place !== "input" || block.dispatch_action === true;
  return {
    entry,
    dispatch,
    keep: (patch) => surface.set(block.block_id, element.action_id, { type: element.type, ...patch }),
    send: (patch, source) => surface.act(block, element, patch, source),
    // Keeps the answer and sends it where the app wants it; on a refusal of the person, goes back.
    async change(patch, source, goBack) {
      const before = { ...(surface.values[block.block_id] || {})[element.action_id] };
      this.keep(patch);
      if (!dispatch) return;
      if ((await surface.act(block, element, patch, source)) === null) {
        surface.set(block.block_id, element.action_id, before);
        if (goBack) goBack(before);
      }
    },
  };
}

export const names = ({ element, block }) => ({
  dataset: { actionId: element.action_id || "" },
  label: block.type === "input" && block.label ? block.label.text : element.accessibility_label,
  id: element.domId,
});
