// Signing with a passkey: what the form's page offers is signed by the browser, and the form takes it along.
// Without a browser that can do this the buttons stay hidden, and passwords and codes work as always.

const canSign = "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential;

async function offered(form, signal) {
  const body = new FormData(form);
  const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body, signal });
  if (answer.redirected) location.reload(); // it was too long ago that one showed who one is
  if (!answer.ok || answer.redirected) throw new Error(`no options: ${answer.status}`);
  return answer.json();
}

async function sign(form, { signal, mediation } = {}) {
  const options = await offered(form, signal);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
          signal,
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
          mediation,
          signal,
        });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

// The browser itself offers passkeys in the field for the address; what it signs is renewed before it expires.
let waiting = null;
async function wait(form) {
  waiting?.abort();
  waiting = new AbortController();
  const again = setTimeout(() => wait(form), 4 * 60_000);
  waiting.signal.addEventListener("abort", () => clearTimeout(again));
  await sign(form, { signal: waiting.signal, mediation: "conditional" }).catch(() => {});
}

for (const form of canSign ? document.querySelectorAll("form[data-passkey]") : []) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    waiting?.abort();
    problem.hidden = true;
    try {
      await sign(form);
    } catch {
      problem.hidden = false; // cancelled, or no passkey here: the words on the page say what to do
    }
  });
  if ("passkeyOffer" in form.dataset && (await PublicKeyCredential.isConditionalMediationAvailable?.())) wait(form);
}
