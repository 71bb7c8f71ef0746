/* Signing out takes from the device what the account kept there; what is not sent yet is asked about once. */

import { count, forget } from "./kept.js";

for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { leaves, leavesUnsent } = form.dataset;
    try {
      const waiting = await count(leaves);
      if (waiting && !confirm(leavesUnsent.replace("{n}", waiting))) return;
      await forget(leaves);
    } catch {
      // a browser that keeps nothing has nothing to let go
    }
    form.submit();
  });
}
