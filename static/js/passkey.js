/* Passkeys: asks the browser to make one or to sign with one, and sends what it says with the form around the button. */

const octets = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const written = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const named = (list) => (list ?? []).map((each) => ({ ...each, id: octets(each.id) }));

const toMake = (asked) => ({
  ...asked,
  challenge: octets(asked.challenge),
  user: { ...asked.user, id: octets(asked.user.id) },
  excludeCredentials: named(asked.excludeCredentials),
});
const toSign = (asked) => ({
  ...asked,
  challenge: octets(asked.challenge),
  allowCredentials: named(asked.allowCredentials),
});

const ANSWERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const told = (credential) => {
  const response = {};
  for (const name of ANSWERS) {
    if (credential.response[name]) response[name] = written(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: written(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  });
};

const questionOf = async (form) => {
  if (form.dataset.question) return JSON.parse(form.dataset.question).publicKey;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.questionUrl, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).publicKey;
};

const ask = async (form) => {
  const question = await questionOf(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: toMake(question) })
    : await navigator.credentials.get({ publicKey: toSign(question) });
  form.querySelector("[name$=passkey]").value = told(credential);
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = form.querySelector("[data-passkey-ask]");
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    failed.hidden = true;
    try {
      await ask(form);
      form.submit();
    } catch {
      failed.textContent = failed.dataset.failed;
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
