// The peer minotor: earliest arrivals at every stop for single departures, by its RAPTOR.
// node minotor_scans.mjs NODE_MODULES QUESTION.json ANSWER.json

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, asked, answered] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(modules, "minotor/dist", file)).href);
const { GtfsParser } = await load("parser.esm.js");
const { Duration, Query, Router, Time } = await load("router.esm.js");

const question = JSON.parse(await readFile(asked, "utf8"));
let started = performance.now();
const parser = new GtfsParser(question.feed);
const { timetable, stopsIndex } = await parser.parse(new Date(`${question.date}T12:00:00`));
const router = new Router(timetable, stopsIndex);
const loaded_s = (performance.now() - started) / 1000;

const scan = (origin, minute) =>
  router.route(
    new Query.Builder()
      .from(origin)
      .departureTime(Time.fromSeconds(60 * minute))
      .maxTransfers(question.max_rides - 1)
      .minTransferTime(Duration.zero())
      .build(),
  );

let results = [];
const seconds = [];
for (let run = 0; run < question.runs; run++) {
  started = performance.now();
  results = question.origins.flatMap((o) => question.minutes.map((m) => scan(o, m)));
  seconds.push((performance.now() - started) / 1000);
}
// the best of all rounds: a walk in a later round may overwrite what an earlier one has found
const arrival = (result, stop) => {
  const times = result.earliestArrivalsPerRound.map((round) => round.get(stop)?.time.toSeconds());
  const known = times.filter((time) => time !== undefined);
  return known.length ? Math.min(...known) : null;
};
const arrivals = results.map((result) => question.stops.map((stop) => arrival(result, stop)));
await writeFile(answered, JSON.stringify({ loaded_s, seconds, arrivals }));
