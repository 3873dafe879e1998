// Reads calendars with ical.js or node-ical: a JSON list of texts in, and for each a list of its events out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , folder, engine] = process.argv;
const require = createRequire(`${folder}/package.json`);
const texts = JSON.parse(readFileSync(0, "utf8"));

function icaljs(text) {
  const ICAL = require("ical.js");
  const root = new ICAL.Component(ICAL.parse(text));
  for (const block of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(block));
  const events = root.getAllSubcomponents("vevent").map((each) => {
    const moment = (name) => {
      const time = each.getFirstPropertyValue(name);
      return time.isDate ? time.toString() : time.toUnixTime();
    };
    return {
      uid: each.getFirstPropertyValue("uid"),
      start: moment("dtstart"),
      end: moment("dtend"),
      summary: each.getFirstPropertyValue("summary"),
      name: each.getFirstProperty("attendee")?.getParameter("cn") ?? "",
    };
  });
  ICAL.TimezoneService.reset();
  return events;
}

function nodeical(text) {
  const two = (number) => String(number).padStart(2, "0");
  const day = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const found = Object.values(require("node-ical").sync.parseICS(text)).filter((each) => each.type === "VEVENT");
  const moment = (time) => (time.dateOnly ? day(time) : time.getTime() / 1000);
  return found.map((each) => ({ uid: each.uid, start: moment(each.start), end: moment(each.end) }));
}

const read = { "ical.js": icaljs, "node-ical": nodeical }[engine];
process.stdout.write(JSON.stringify(texts.map(read)));
