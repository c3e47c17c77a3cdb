"use strict";
// One map: pan, zoom, names where there is room, what a place says on hover or tap.
function startMap(figure) {
  const svg = figure.querySelector("svg.sheet");
  const card = figure.querySelector(".card");
  const bar = figure.querySelector(".bar");
  const facts = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const places = [...svg.querySelectorAll(".place")].map((node, order) => {
    const [x, y, r] = ["x", "y", "r"].map((key) => Number(node.dataset[key]));
    return { node, order, x, y, r, fact: facts.places[Number(node.dataset.index)] };
  });
  const points = [...svg.querySelectorAll(".point")].map((node) => {
    const [x, y, r] = ["x", "y", "r"].map((key) => Number(node.dataset[key]));
    return { x, y, r };
  });
  const controls = [...figure.querySelectorAll(".search, .tools, .bar")];
  const names = [...svg.querySelectorAll("text")].map((node) => ({
    node,
    spots: node.dataset.spots.split(" ").map((spot) => spot.split(",").map(Number)),
    clear: Number(node.dataset.clear),
    centred: node.classList.contains("name-line"),
    must: !node.classList.contains("name-place") && !node.classList.contains("name-line"),
    font: 0,
    width: 0,
  }));
  const home = svg.viewBox.baseVal;
  const full = { x: home.x, y: home.y, w: home.width, h: home.height };
  const view = { x: 0, y: 0, w: 1 }; // left, top and width of what is shown, in map units
  const pointers = new Map();
  let chosen = null;
  let pinch = 0;
  let moved = 0;
  let naming = 0;

  const hidden = new Set(); // layers ticked off
  const MOST_LINES = 12; // in what the map says where one points
  const FINGER = 24; // pixels

  let paper = null; // the size the map has in print, while it is being printed

  function box() {
    const { left, top, width, height } = svg.getBoundingClientRect();
    return paper ?? { left: left + 1, top: top + 1, width: width - 2, height: height - 2 }; // in its border
  }
  const unit = () => view.w / Math.max(box().width, 1); // map units a pixel
  const zoomed = () => full.w / view.w;

  function measure() {
    const pen = document.createElement("canvas").getContext("2d");
    for (const name of names) {
      const style = getComputedStyle(name.node);
      name.font = parseFloat(style.fontSize);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      name.width = pen.measureText(name.node.textContent).width;
    }
  }

  function symbolScale() {
    // paper sizes at 620 px; smaller on a phone, and growing gently when looked at closely
    const screen = Math.min(Math.max(box().width / 620, 0.75), 1.4);
    return screen * Math.min(zoomed(), 12) ** 0.35;
  }

  function draw() {
    const { width, height } = box();
    const high = (view.w * height) / Math.max(width, 1);
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${high}`);
    svg.style.setProperty("--symbol", unit() * symbolScale());
    svg.style.setProperty("--pixel", unit());
    scaleBar();
    clearTimeout(naming);
    naming = setTimeout(nameWhatFits, 90);
  }

  function scaleBar() {
    const metres = facts.metres * unit(); // a pixel
    const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
    const km = steps.filter((step) => (step * 1000) / metres <= 130).pop() ?? 0.1;
    bar.firstChild.textContent = `${String(km).replace(".", ",")} km`;
    bar.lastChild.style.width = `${(km * 1000) / metres}px`;
  }

  function fit() {
    const { width, height } = box();
    view.w = Math.max(full.w, (full.h * width) / Math.max(height, 1));
    view.x = full.x + (full.w - view.w) / 2;
    view.y = full.y + (full.h - (view.w * height) / Math.max(width, 1)) / 2;
    draw();
  }

  function zoom(factor, clientX, clientY) {
    const area = box();
    const wide = Math.min(Math.max(view.w / factor, full.w / 40), full.w * 1.6);
    const [sx, sy] = [(clientX - area.left) / area.width, (clientY - area.top) / area.width];
    view.x += (view.w - wide) * sx;
    view.y += (view.w - wide) * sy;
    view.w = wide;
    draw();
  }

  const zoomMiddle = (factor) => {
    const area = box();
    zoom(factor, area.left + area.width / 2, area.top + area.height / 2);
  };

  function pan(dx, dy) {
    const [w, h] = [view.w, (view.w * box().height) / box().width];
    view.x = Math.min(Math.max(view.x - dx * unit(), full.x - w / 2), full.x + full.w - w / 2);
    view.y = Math.min(Math.max(view.y - dy * unit(), full.y - h / 2), full.y + full.h - h / 2);
    draw();
  }

  // Names: the most important first, each beside its point, none on another or on a symbol.
  function nameWhatFits() {
    const area = box();
    const scale = symbolScale();
    const at = (thing) => [(thing.x - view.x) / unit(), (thing.y - view.y) / unit()];
    const symbols = [...places.filter((place) => !place.node.classList.contains("off")), ...points]
      .map((thing) => [...at(thing), thing.r * scale]);
    const taken = paper ? [] : controls.map((control) => {
      const { left, top, right, bottom } = control.getBoundingClientRect();
      return [left - area.left, top - area.top, right - area.left, bottom - area.top];
    });
    const room = { line: (area.width * area.height) / (facts.lines.length ? 6000 : 18000), place: (area.width * area.height) / 6000 };
    for (const name of names) {
      const kind = name.centred ? "line" : "place";
      const off = name.node.closest(".off") !== null || (!name.must && room[kind] < 1);
      const spot = off ? null : findSpot(name, at, scale, taken, symbols, area);
      name.node.style.display = spot ? "inline" : "none";
      if (!spot) continue;
      if (!name.must) room[kind] -= 1;
      taken.push(spot.box);
      name.node.parentNode.setAttribute("transform", `translate(${spot.point.join(" ")})`);
      name.node.setAttribute("text-anchor", spot.anchor);
      name.node.setAttribute("x", spot.dx);
      name.node.setAttribute("y", spot.dy);
    }
  }

  const SIDES = [[1, 0], [0.8, -0.6], [0.8, 0.6], [-1, 0], [-0.8, -0.6], [-0.8, 0.6], [0, -1], [0, 1]];

  function findSpot(name, at, scale, taken, symbols, area) {
    const pad = name.centred ? 8 : 3;
    const [w, h] = [name.width + pad, name.font * 1.15 + pad / 2];
    const clear = name.clear * scale + 3;
    let best = null;
    for (const point of name.spots) {
      const [x, y] = at({ x: point[0], y: point[1] });
      if (x < 4 || y < 4 || x > area.width - 4 || y > area.height - 4) continue; // cut off
      for (const [sx, sy] of name.centred ? [[0, 0]] : SIDES) {
        const dx = sx * clear;
        const dy = sy * (clear + (Math.abs(sx) < 0.5 ? h / 2 : h / 4));
        const left = x + dx - (w * (1 - Math.sign(sx))) / 2;
        const spot = [left, y + dy - h / 2, left + w, y + dy + h / 2];
        if (spot[0] < 2 || spot[1] < 2 || spot[2] > area.width - 2 || spot[3] > area.height - 2) continue;
        if (taken.some((other) => crosses(spot, other))) continue;
        const covers = symbols.filter(([cx, cy, r]) => touches(spot, cx, cy, r)).length;
        if ((covers > 0 && !name.must) || (best && best.covers <= covers)) continue;
        const anchor = sx > 0 ? "start" : sx < 0 ? "end" : "middle";
        best = { box: spot, point, covers, dx, dy, anchor };
        if (covers === 0) return best;
      }
    }
    return best;
  }

  const crosses = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const touches = (a, cx, cy, r) => {
    const [dx, dy] = [cx - Math.min(Math.max(cx, a[0]), a[2]), cy - Math.min(Math.max(cy, a[1]), a[3])];
    return dx * dx + dy * dy < r * r;
  };

  // What a place says.
  function nearest(clientX, clientY, reach) {
    const area = box();
    const scale = symbolScale();
    let found = null;
    let least = Infinity;
    for (const place of places) {
      if (place.node.classList.contains("off")) continue;
      const dx = (place.x - view.x) / unit() - (clientX - area.left);
      const dy = (place.y - view.y) / unit() - (clientY - area.top);
      const away = Math.hypot(dx, dy);
      // of circles lying on one another the small one, which is drawn on top, is meant
      const rank = away <= place.r * scale ? place.r / 1000 : away - place.r * scale;
      if (away - place.r * scale <= reach && rank < least) [found, least] = [place, rank];
    }
    return found;
  }

  const line = (tag, text) => {
    const node = document.createElement(tag);
    node.textContent = text;
    return node;
  };

  function say(...parts) {
    card.replaceChildren(...parts);
    card.hidden = false;
  }

  function choose(place, clientX, clientY) {
    if (chosen !== place) {
      chosen?.node.classList.remove("chosen");
      place?.node.classList.add("chosen");
      chosen = place;
      if (place) {
        const [name, kommune, value, kind, people, target] = place.fact;
        const figure = kind ? [line("b", value ? `${value} (${kind})` : kind)] : [];
        const goal = target ? [line("div", `Ziel: ${target}`)] : [];
        say(line("strong", name), kommune, ...figure, ...goal, line("div", people));
      }
    }
    card.hidden = !place;
    if (place) moveCard(clientX, clientY);
  }

  // A place is meant before the lines that run by it.
  function point(clientX, clientY, reach, docked) {
    const at = docked ? [] : [clientX, clientY];
    const place = nearest(clientX, clientY, reach);
    choose(place, ...at);
    if (place || facts.lines.length === 0) return;
    const area = box();
    const [x, y] = [view.x + (clientX - area.left) * unit(), view.y + (clientY - area.top) * unit()];
    const shown = facts.lines.filter(([product]) => !hidden.has(`product-${product.toLowerCase()}`));
    const lines = linesNear(shown, x, y, reach * unit());
    if (lines.length === 0) return;
    const rows = lines.slice(0, MOST_LINES).map(([name, trips]) => line("div", `${name}: ${trips} ${trips === 1 ? "Fahrt" : "Fahrten"}`));
    const more = lines.length > MOST_LINES ? [`und ${lines.length - MOST_LINES} weitere`] : [];
    say(line("strong", lines.length === 1 ? "Linie" : "Linien"), ...rows, ...more);
    moveCard(...at);
  }

  function moveCard(clientX, clientY) {
    card.classList.toggle("docked", clientX === undefined);
    if (clientX !== undefined) {
      const area = box();
      const above = area.top - card.parentNode.getBoundingClientRect().top; // search and buttons
      const [x, y] = [clientX - area.left, clientY - area.top];
      const [w, h] = [card.offsetWidth, card.offsetHeight];
      card.style.left = `${Math.max(4, x + 16 + w > area.width ? x - w - 12 : x + 16)}px`;
      card.style.top = `${above + Math.max(4, Math.min(y + 16, area.height - h - 4))}px`;
    } else {
      card.style.left = card.style.top = "";
    }
  }

  svg.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    svg.setPointerCapture(event.pointerId);
    if (pointers.size === 1) moved = 0;
    pinch = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      if (event.pointerType === "mouse") point(event.clientX, event.clientY, 5);
      return;
    }
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 1 && moved > 5) pan(dx, dy);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()];
      const span = Math.hypot(a[0] - b[0], a[1] - b[1]);
      pan(dx / 2, dy / 2);
      if (pinch > 0) zoom(span / pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      pinch = span;
    }
  });
  const lift = (event) => {
    if (pointers.delete(event.pointerId) && event.type === "pointerup" && moved <= 5 && pointers.size === 0) {
      const touch = event.pointerType !== "mouse";
      point(event.clientX, event.clientY, touch ? FINGER : 5, touch);
    }
    pinch = 0;
  };
  svg.addEventListener("pointerup", lift);
  svg.addEventListener("pointercancel", lift);
  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && pointers.size === 0) choose(null);
  });
  svg.addEventListener(
    "wheel",
    (event) => {
      // inside a report the wheel scrolls the page; Ctrl (or a pinch on the pad) zooms
      if (!figure.classList.contains("alone") && !event.ctrlKey) return;
      event.preventDefault();
      zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.0025), event.clientX, event.clientY);
    },
    { passive: false },
  );
  figure.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });
  const middle = () => {
    const area = box();
    return nearest(area.left + area.width / 2, area.top + area.height / 2, Infinity);
  };
  svg.addEventListener("keydown", (event) => {
    const act = {
      ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
      "+": () => zoomMiddle(1.4), "-": () => zoomMiddle(1 / 1.4), 0: fit, Enter: () => choose(middle()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  figure.querySelector("[data-act='in']").addEventListener("click", () => zoomMiddle(1.5));
  figure.querySelector("[data-act='out']").addEventListener("click", () => zoomMiddle(1 / 1.5));
  figure.querySelector("[data-act='all']").addEventListener("click", fit);

  const search = figure.querySelector(".search input");
  search.addEventListener("change", () => {
    const wanted = search.value.trim().toLocaleLowerCase("de");
    const label = (place) => `${place.fact[0]} (${place.fact[1]})`.toLocaleLowerCase("de");
    if (!wanted) return;
    const place = [(p) => label(p) === wanted, (p) => label(p).startsWith(wanted), (p) => label(p).includes(wanted)]
      .map((fits) => places.find(fits)).find(Boolean);
    if (!place) {
      choose(null);
      card.classList.add("docked");
      card.style.left = card.style.top = "";
      say(`Kein Ortsteil „${search.value.trim()}“.`);
      return;
    }
    view.w = Math.min(view.w, full.w / 4);
    view.x = place.x - view.w / 2;
    view.y = place.y - (view.w * box().height) / box().width / 2;
    draw();
    choose(place);
  });
  for (const tick of figure.querySelectorAll("[data-layer]")) {
    tick.addEventListener("change", () => {
      if (tick.checked) hidden.delete(tick.dataset.layer);
      else hidden.add(tick.dataset.layer);
      for (const node of svg.querySelectorAll(`.${tick.dataset.layer}`)) node.classList.toggle("off", !tick.checked);
      draw();
    });
  }
  figure.querySelector(".stage").classList.add("live");
  measure();
  fit();
  new ResizeObserver(fit).observe(svg);
  addEventListener("beforeprint", () => {
    paper = { left: 0, top: 0, width: 620, height: (620 * full.h) / full.w }; // 11 px are 6 pt there
    fit();
    nameWhatFits();
  });
  addEventListener("afterprint", () => {
    paper = null;
    fit();
  });
}
for (const figure of document.querySelectorAll("figure.map")) startMap(figure);
