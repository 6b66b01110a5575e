/// The Things Stack's normalized payload: a measurement of the data, and one of each entry of a list.
function normalize(data) {
  var all = [];
  if (show(data) !== "an object") {
    refuse("data", data, "an object");
    return { data: all, errors: notes };
  }
  Object.keys(MEASURES).forEach(function (list) {
    var entries = list ? own(data, list) : [data];
    if (Array.isArray(entries)) entries.forEach(function (fields) {
      if (show(fields) !== "an object") return;
      var moment = {}, air = AIR, motion = null, time = "";
      MEASURES[list].split(" ").forEach(function (text) {
        /// "field+field,kind,lowest,highest", or "field,kind,label,label": the first one says no.
        var words = WORDS, kind = words[1];
        words[0].split("+").forEach(function (name) {
          var value = own(fields, name);
          if (own(fields, name + "_enable") === "disable") return;
          //#if answers
          var yes = words.indexOf(value, 2) > 2;
          if (typeof value === "number") {
            if (value - value !== 0 || value < words[2] || value > words[3]) return;
            yes = value > 0;
          } else if (!isNaN(value) || words.indexOf(value, 2) < 0) return;
          //#end
          //#if numbers_alone
          if (typeof value !== "number" || value - value !== 0 || value < words[2] || value > words[3]) return;
          //#end
          //#if time
          if (kind === "time" && value >>> 0 === value) time = new Date(value * 1000).toISOString().replace(".000", "");
          //#end
          //#if air
          if (kind.indexOf("air.") === 0) {
            air[kind.slice(4)] = value;
            moment.air = air;
          }
          //#end
          //#if leak
          if (kind === "leak") moment.water = { leak: yes };
          //#end
          //#if people
          if (kind === "motion") motion = motion || yes;
          if (kind === "blind" && yes) motion = null;
          //#end
          //#if contact
          if (kind === "contact") moment.action = { contactState: yes ? "open" : "closed" };
          //#end
        });
      });
      //#if people
      if (motion !== null) moment.action = { motion: { detected: motion } };
      //#end
      if (Object.keys(moment).length === 0) return;
      if (time) moment.time = time;
      all.push(moment);
    });
  });
  return { data: all };
}
