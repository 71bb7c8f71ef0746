// Places on a map: circles or areas from GeoJSON, one marked point, or a point to be picked for a form.
// The list beside says the same without a script; colours are classes of portal.css.
/* global L */

const ATTRIBUTION = "";
const UKRAINE = [[44.3, 22.1], [52.4, 40.3]];
const LIMITS = [[44, 22], [53, 41]]; // no record has a point outside
const FEW = 70; // so many circles may be walked through by keyboard
const language = document.documentElement.lang || "uk";
const number = new Intl.NumberFormat(language);

for (const canvas of document.querySelectorAll("[data-map]")) {
  start(canvas);
}

function start(canvas) {
  canvas.classList.add("is-ready");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: Boolean(canvas.dataset.tiles),
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    zoomAnimation: !still,
    zoomSnap: 0.25,
    scrollWheelZoom: false, // the page scrolls, not the map; the buttons and + - zoom
    minZoom: 4,
    maxZoom: 18,
  });
  map.fitBounds(UKRAINE);
  addTiles(map, canvas.dataset);
  if (canvas.dataset.pickLat) {
    letPick(map, canvas.dataset);
  } else if (canvas.dataset.lat) {
    markOne(map, canvas.dataset);
  } else if (canvas.dataset.clusters) {
    follow(map, canvas.dataset).catch(() => fail(canvas));
  } else {
    places(canvas).then((found) => found && showPlaces(map, found, canvas.dataset)).catch(() => fail(canvas));
  }
}

// Only from a server that the settings name; by default there is none.
function addTiles(map, { tiles, attribution }) {
  if (tiles) {
    L.tileLayer(tiles, { attribution: attribution || ATTRIBUTION }).addTo(map);
  }
}

async function places(canvas) {
  const { source, rowsId, json } = canvas.dataset;
  const script = document.getElementById(rowsId || json || "");
  if (script) {
    return JSON.parse(script.textContent);
  }
  if (!source) {
    return null;
  }
  return read(source);
}

async function read(source) {
  const answer = await fetch(source, { credentials: "same-origin" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return answer.json();
}

// Nothing to show: the list stays, an empty frame would only puzzle.
function fail(canvas) {
  canvas.classList.remove("is-ready");
}

function showPlaces(map, found, { land, lost }) {
  if (found.features.some((each) => "state" in each.properties)) {
    showStates(map, found);
    if (land) {
      read(land).then((oblasts) => showLand(map, oblasts, lost || "")).catch(() => {});
    }
    return;
  }
  const most = Math.max(1, ...found.features.map((each) => each.properties.value || 0));
  const walkable = found.features.length <= FEW;
  const sorted = [...found.features].sort((a, b) => (b.properties.value || 0) - (a.properties.value || 0));
  const points = [];
  for (const each of sorted) {
    const [lon, lat] = each.geometry.coordinates;
    points.push([lat, lon]);
    addCircle(map, [lat, lon], each.properties, { most, walkable, found });
  }
  if (points.length) {
    map.fitBounds(L.latLngBounds(points).pad(0.05), { maxZoom: 10, animate: false });
  }
}

// Communities by their state: in their boundaries, else as small circles.
function showStates(map, found) {
  const walkable = found.features.length <= FEW;
  const layer = L.geoJSON(found.features.filter((each) => each.geometry), {
    style: ({ properties }) => ({ className: `shape shape--state shape--${properties.state}` }),
    pointToLayer: (_feature, place) => L.circleMarker(place, { radius: 4 }),
    onEachFeature: ({ properties }, area) => {
      const name = language === "en" ? properties.name_en : properties.name_uk;
      const words = `${name}: ${properties.state_label}`;
      area.bindTooltip(words, { sticky: true });
      area.bindPopup(() => popup({ ...properties, name }, found, words));
      if (walkable) {
        area.on("add", () => makeWalkable(area, words));
      }
    },
  }).addTo(map);
  giveCredit(map, found.credit);
  if (layer.getLayers().length) {
    map.fitBounds(layer.getBounds().pad(0.02), { animate: false });
  }
}

// Under the communities: the oblasts, those without communities of their own in their state.
function showLand(map, oblasts, lost) {
  L.geoJSON(oblasts, {
    style: ({ properties }) => ({
      className: `shape ${lost.includes(properties.code) ? "shape--occupied shape--state" : "shape--other"}`,
    }),
    interactive: false,
  }).addTo(map).bringToBack();
}

function giveCredit(map, words) {
  if (words) {
    const plain = document.createElement("span");
    plain.textContent = words; // the control takes markup
    L.control.attribution({ prefix: false }).addAttribution(plain.innerHTML).addTo(map);
  }
}

function addCircle(map, point, place, { most, walkable, found, least = 2.5, largest = 26 }) {
  const value = place.value || 0;
  const kind = place.value === null ? "void" : value ? "circle" : "other";
  const radius = value ? Math.max(least, largest * Math.sqrt(value / most)) : 2;
  const circle = L.circleMarker(point, {
    radius,
    className: `shape shape--${kind}`,
    // Leaflet writes these as attributes; the class decides.
    stroke: true,
    fill: true,
  });
  const words = sayPlace(place, found);
  circle.bindTooltip(words);
  circle.bindPopup(() => popup(place, found, words));
  circle.addTo(map);
  if (walkable) {
    makeWalkable(circle, words);
  }
}

// Clusters of records, asked anew for what is seen whenever that changes.
async function follow(map, { clusters, land }) {
  const layer = L.layerGroup().addTo(map);
  const whole = new URL(clusters, location.href);
  const show = (found) => {
    layer.clearLayers();
    const most = Math.max(1, ...found.features.map((each) => each.properties.value));
    const walkable = found.features.length <= FEW;
    const largest = Math.min(26, map.getSize().x / 24); // pixels
    for (const each of found.features) {
      const [lon, lat] = each.geometry.coordinates;
      const least = each.properties.value > 1 ? 9 : 4; // a count stands inside
      addCircle(layer, [lat, lon], each.properties, { most, walkable, found, least, largest });
      addCount(layer, [lat, lon], each.properties.value);
    }
  };
  const found = await read(whole);
  const [west, south, east, north] = found.bbox;
  map.fitBounds([[south, west], [north, east]], { animate: false });
  show(found);
  if (land) {
    read(land).then((oblasts) => showLand(map, oblasts, "")).catch(() => {});
  }
  map.on("moveend", () => {
    const url = new URL(whole);
    url.searchParams.set("box", sides(map.getBounds()));
    read(url).then(show).catch(() => {}); // what was shown stays
  });
}

// West, south, east and north of what is seen, inside the country, as the server reads them.
function sides(bounds) {
  const within = (value, low, high) => Math.min(Math.max(value, low), high).toFixed(4);
  const [[south, west], [north, east]] = LIMITS;
  return [
    within(bounds.getWest(), west, east - 0.01),
    within(bounds.getSouth(), south, north - 0.01),
    within(bounds.getEast(), west + 0.01, east),
    within(bounds.getNorth(), south + 0.01, north),
  ].join(",");
}

function addCount(layer, point, value) {
  if (value > 1) {
    const tip = { permanent: true, direction: "center", className: "map-count" };
    L.tooltip(point, { ...tip, content: number.format(value), interactive: false }).addTo(layer);
  }
}

function sayPlace(place, { unit, none }) {
  return place.value === null ? `${place.name}: ${none}` : `${place.name}. ${unit}: ${number.format(place.value)}`;
}

function popup(place, { community, inside, names, records }, words) {
  const box = document.createElement("div");
  const head = document.createElement("b");
  head.textContent = words;
  box.append(head);
  if (records) {
    box.append(link(place.url, records));
  }
  if (inside && inside.url && place.inside) {
    box.append(link(inside.url.replace("CODE", place.inside), inside.label + names[place.inside]));
  }
  if (community) {
    box.append(link(community.url.replace("CODE", place.code), community.label));
  }
  return box;
}

function link(href, words) {
  const line = document.createElement("p");
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.textContent = words;
  line.append(anchor);
  return line;
}

function makeWalkable(circle, words) {
  const path = circle.getElement();
  path.setAttribute("tabindex", "0");
  path.setAttribute("role", "button");
  path.setAttribute("aria-label", words);
  path.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      circle.openPopup();
    }
  });
}

function markOne(map, { lat, lon, name, area, marks }) {
  const point = [Number(lat), Number(lon)];
  map.setView(point, 9, { animate: false });
  if (area) {
    read(area).then((found) => showOwn(map, found)).catch(() => {}); // the point stays
  }
  const mark = here(point).addTo(map);
  if (name) {
    mark.bindTooltip(name, { permanent: true, direction: area ? "auto" : "right", offset: [8, 0] });
  }
  showMarks(map, JSON.parse(marks || "[]"));
}

// What stands there besides: latitude, longitude, the class that draws it, what it says.
function showMarks(map, marks) {
  for (const [lat, lon, look, words] of marks) {
    const mark = L.circleMarker([lat, lon], { radius: 6, className: `shape shape--mark ${look}` });
    mark.bindTooltip(() => plainly(words));
    mark.bindPopup(() => plainly(words));
    mark.addTo(map);
    if (marks.length <= FEW) {
      makeWalkable(mark, words);
    }
  }
}

// People wrote the words: they are text, never markup.
function plainly(words) {
  const line = document.createElement("span");
  line.textContent = words;
  return line;
}

function showOwn(map, found) {
  const layer = L.geoJSON(found, { style: () => ({ className: "shape shape--own" }), interactive: false });
  if (layer.getLayers().length) {
    layer.addTo(map).bringToBack();
    map.fitBounds(layer.getBounds().pad(0.1), { animate: false });
    giveCredit(map, found.credit);
  }
}

function here(point) {
  return L.circleMarker(point, { radius: 7, className: "shape shape--here" });
}

// A tap or the centre of the map by Enter writes both coordinates into the form.
function letPick(map, { pickLat, pickLon, lat, lon }) {
  const fields = [document.getElementById(pickLat), document.getElementById(pickLon)];
  let mark = null;
  const put = (point) => {
    mark = mark ? mark.setLatLng(point) : here(point).addTo(map);
  };
  const read = () => {
    const [y, x] = fields.map((field) => Number(field.value.replace(",", ".")));
    if (y && x) {
      put([y, x]);
      map.setView([y, x], Math.max(map.getZoom(), 11), { animate: false });
    }
  };
  const pick = (point) => {
    fields[0].value = point.lat.toFixed(5);
    fields[1].value = point.lng.toFixed(5);
    fields.forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
    put(point);
  };
  map.on("click", (event) => pick(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === map.getContainer()) {
      event.preventDefault();
      pick(map.getCenter());
    }
  });
  fields.forEach((field) => field.addEventListener("change", read));
  if (lat && lon) {
    map.setView([Number(lat), Number(lon)], 10, { animate: false });
  }
  read();
}
