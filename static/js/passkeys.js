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

async function sign(form, signal, mediation) {
  const options = await offered(form, signal);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

// One request at a time: a browser refuses the second while the first still waits, also after a double click.
let asking = null;
function askAnew() {
  asking?.abort();
  return (asking = new AbortController()).signal;
}

// The browser itself offers passkeys in the field for the address; what it signs is renewed before it expires.
async function wait(form) {
  const signal = askAnew();
  const again = setTimeout(() => wait(form), 4 * 60_000);
  signal.addEventListener("abort", () => clearTimeout(again));
  await sign(form, signal, "conditional").catch(() => {});
}

const canOffer = canSign && (await PublicKeyCredential.isConditionalMediationAvailable?.());
for (const form of canSign ? document.querySelectorAll("form[data-passkey]") : []) {
  const problem = form.querySelector("[data-passkey-problem]");
  const offer = () => canOffer && "passkeyOffer" in form.dataset && wait(form);
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const signal = askAnew();
    problem.hidden = true;
    try {
      await sign(form, signal);
    } catch {
      if (signal.aborted) return; // pressed again, and that is what people wait for now
      problem.hidden = false; // cancelled, or no passkey here: the words on the page say what to do
      offer();
    }
  });
  offer();
}
