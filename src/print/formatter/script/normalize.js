/// The Things Stack's normalized payload: a measurement of the data, and one of each entry of a list.
function normalize(data) {
  var all = [];
  if (!isObject(data)) return { data: all, errors: [refused("data", data, "an object")] };
  //#if measures
  Object.keys(MEASURES).forEach(function (list) {
    var entries = list ? own(data, list) : [data];
    if (Array.isArray(entries)) entries.filter(isObject).forEach(function (fields) {
      var measured = {}, air = AIR, motion = null, time = "";
      MEASURES[list].split(" ").forEach(function (text) {
        /// "field+field,measure,lowest,highest", or "field,measure,label,label": the first one says no.
        var words = WORDS, measure = words[1];
        words[0].split("+").forEach(function (name) {
          var value = own(fields, name), yes = words.indexOf(value, 2) > 2;
          if (own(fields, name + "_enable") === "disable") return;
          if (typeof value === "number") {
            if (value - value !== 0 || value < words[2] || value > words[3]) return;
            yes = value > 0;
          } else if (words.indexOf(value, 2) < 0) return;
          if (measure === "time" && value >>> 0 === value) time = new Date(value * 1000).toISOString().replace(".000", "");
          //#if air
          if (measure.indexOf("air.") === 0) {
            air[measure.slice(4)] = value;
            measured.air = air;
          }
          //#end
          //#if leak
          if (measure === "leak") measured.water = { leak: yes };
          //#end
          //#if people
          if (measure === "motion") motion = motion || yes;
          if (measure === "blind" && yes) motion = null;
          //#end
          //#if contact
          if (measure === "contact") measured.action = { contactState: yes ? "open" : "closed" };
          //#end
        });
      });
      //#if people
      if (motion !== null) measured.action = { motion: { detected: motion } };
      //#end
      if (Object.keys(measured).length === 0) return;
      if (time) measured.time = time;
      all.push(measured);
    });
  });
  //#end
  return { data: all };
}
