/* The warning before a session ends. What other tabs did counts too: the server is asked before anything is said. */

const WARNING = 120; // seconds before the end
const bar = document.querySelector("[data-session-left]");

const wait = (seconds, then) => setTimeout(then, Math.max(seconds, 1) * 1000);

const ask = async (options) => {
  const answer = await fetch(bar.dataset.sessionUrl, { headers: { Accept: "application/json" }, ...options });
  if (!answer.ok || answer.redirected && !answer.url.endsWith(bar.dataset.sessionUrl)) return 0;
  return (await answer.json()).left;
};

const follow = (left) => {
  if (left > WARNING) {
    bar.hidden = true;
    wait(left - WARNING, look);
  } else if (left > 0) {
    bar.hidden = false;
    wait(left, look);
  } else {
    location.assign(location.pathname + location.search); // the server says what has ended
  }
};

const look = async () => {
  try {
    follow(await ask());
  } catch {
    wait(WARNING / 4, look); // no network: the server will say it later
  }
};

if (bar) {
  follow(Number(bar.dataset.sessionLeft));
  bar.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      follow(await ask({ method: "POST", headers: { "X-CSRFToken": token } }));
    } catch {
      form.submit();
    }
  });
}
