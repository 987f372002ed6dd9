// SPDX-License-Identifier: Apache-2.0
// Passkeys: asks the server for a challenge when the button is pressed, the browser for an answer, and sends the form.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const listed = (ids) => ids.map((id) => ({ type: "public-key", id: bytes(id) }));

  async function options(form, address) {
    const body = new URLSearchParams({ "form-token": form.elements["form-token"].value });
    const answer = await fetch(address, { method: "POST", body });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }

  function make(said) {
    return navigator.credentials.create({ publicKey: {
      challenge: bytes(said.challenge), rp: { id: said.party, name: said.name },
      user: { id: bytes(said.user), name: said.account, displayName: said.account },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
      excludeCredentials: listed(said.known), timeout: 120000, attestation: "none",
      authenticatorSelection: { userVerification: "required", residentKey: "discouraged" },
    } });
  }

  function ask(said) {
    return navigator.credentials.get({ publicKey: {
      challenge: bytes(said.challenge), rpId: said.party, allowCredentials: listed(said.known), timeout: 120000,
      userVerification: "required",
    } });
  }

  async function press(button) {
    const form = button.form;
    const status = form.querySelector("[data-passkey-status]");
    try {
      const said = await options(form, button.dataset.passkey);
      const isNew = button.dataset.kind === "new";
      const found = isNew ? await make(said) : await ask(said);
      const answer = found.response;
      const sent = {
        "passkey-id": found.id, "passkey-client": text(answer.clientDataJSON),
        "passkey-data": text(isNew ? answer.attestationObject : answer.authenticatorData),
        "passkey-signature": isNew ? "" : text(answer.signature),
      };
      for (const [name, value] of Object.entries(sent)) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      form.submit();
    } catch { status.textContent = status.dataset.failed; }
  }

  for (const button of document.querySelectorAll("button[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", () => press(button));
  }
})();
