// node read_calendar.mjs FILE [YEAR…]: what ical.js and node-ical read in a calendar file, as JSON, and for the years
// how far ahead of UTC the zones of the file are.
// ical.js is given the zones of the file only, so its instants are right only where our VTIMEZONE is.
import fs from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = fs.readFileSync(process.argv[2], "utf8");
const minute = (at) => at.toISOString().replace(/:00\.000Z$/, "Z");

function byIcalJs() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const time = (at) => (at.isDate ? at.toString() : minute(new Date(at.toUnixTime() * 1000)));
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return {
      title: event.summary, begins: time(event.startDate), ends: time(event.endDate), description: event.description,
      uid: event.uid, sequence: event.sequence, status: part.getFirstPropertyValue("status"),
      zone: event.startDate.isDate ? "" : event.startDate.zone.tzid, ownZone: Boolean(event.startDate.zone.component),
    };
  });
}

// For every hour of these years: how many seconds each zone of the file is ahead of UTC.
function offsets(years) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const found = {};
  for (const part of calendar.getAllSubcomponents("vtimezone")) {
    const zone = new ICAL.Timezone(part);
    found[zone.tzid] = {};
    for (const year of years) {
      for (let day = 1; day <= 365; day++) {
        for (let hour = 0; hour < 24; hour++) {
          const wall = new ICAL.Time({ year, month: 1, day, hour, minute: 45, second: 0 });
          // Counts the day on into its month.
          wall.adjust(0, 0, 0, 0);
          found[zone.tzid][wall.toString()] = zone.utcOffset(wall);
        }
      }
    }
  }
  return found;
}

function byNodeIcal() {
  const parts = Object.values(nodeIcal.sync.parseICS(text)).filter((part) => part.type === "VEVENT");
  const time = (at) => (at.dateOnly ? minute(at).slice(0, 10) : minute(at));
  return parts.map((part) => ({
    title: part.summary, begins: time(part.start), ends: time(part.end), description: part.description,
    uid: part.uid, sequence: Number(part.sequence), status: part.status, zone: part.start.dateOnly ? "" : part.start.tz,
  }));
}

console.log(JSON.stringify({ "ical.js": byIcalJs(), "node-ical": byNodeIcal(), offsets: offsets(process.argv.slice(3).map(Number)) }));
