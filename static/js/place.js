/* "My place now": puts the point of the device into the two fields; words stay enough without it. */

const box = document.querySelector("[data-locate]");
const fields = ["id_latitude", "id_longitude", "id_accuracy_m"].map((id) => document.getElementById(id));
const [latitude, longitude, accuracy] = fields;

function found({ coords }) {
  latitude.value = coords.latitude.toFixed(6);
  longitude.value = coords.longitude.toFixed(6);
  accuracy.value = Math.round(coords.accuracy);
  document.querySelector("[data-point]").open = true;
  say(`${box.dataset.found} ${Math.round(coords.accuracy)} ${box.dataset.unit}`);
}

function say(words) {
  box.querySelector("[role=status]").textContent = words;
}

if (box && navigator.geolocation) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    say(box.dataset.wait);
    navigator.geolocation.getCurrentPosition(found, () => say(box.dataset.refused), {
      enableHighAccuracy: true,
      timeout: 20_000,
      maximumAge: 60_000,
    });
  });
  // a point corrected by hand has no accuracy of a device
  for (const field of [latitude, longitude]) {
    field.addEventListener("input", () => { accuracy.value = ""; });
  }
}
