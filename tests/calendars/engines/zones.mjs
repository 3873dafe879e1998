// Counts the half-hours at which ical.js takes a reading of the clocks for another moment than it is.
// In: a JSON list of {block, first, last, offsets: [[moment, seconds], ...]}; out: the wrong moments of each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = createRequire(`${process.argv[2]}/package.json`)("ical.js");

function wrong({ block, first, last, offsets }) {
  const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(block)));
  const found = [];
  let k = 0;
  for (let moment = first; moment < last; moment += 1800) {
    while (k + 1 < offsets.length && offsets[k + 1][0] <= moment) k += 1;
    const offset = offsets[k][1];
    // Shown twice: such a reading is never written.
    const fallen = k > 0 ? offsets[k - 1][1] - offset : 0;
    const falls = k + 1 < offsets.length ? offset - offsets[k + 1][1] : 0;
    if (moment < offsets[k][0] + fallen || (falls > 0 && moment >= offsets[k + 1][0] - falls)) continue;
    const clock = new Date((moment + offset) * 1000);
    const reading = new ICAL.Time({
      year: clock.getUTCFullYear(),
      month: clock.getUTCMonth() + 1,
      day: clock.getUTCDate(),
      hour: clock.getUTCHours(),
      minute: clock.getUTCMinutes(),
      second: clock.getUTCSeconds(),
      isDate: false,
    });
    if (zone.utcOffset(reading) !== offset) found.push(moment);
  }
  return found;
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(wrong)));
