/// The Things Stack's normalized payload: a measurement of the data, and one of each entry of a list.
function normalize(data) {
  var result = { data: [] };
  if (show(data) !== "an object") {
    refuse("data", data, "an object");
    result.errors = notes;
    return result;
  }
  //#if measured_lists
  Object.keys(MEASURES).forEach(function (list) {
    var entries = list ? own(data, list) : [data];
    if (Array.isArray(entries)) entries.forEach(function (fields) {
      if (show(fields) !== "an object") return;
      //#end
      var moment = {};
      //#if air
      var air = #outdoor{{}}{{ location: "indoor" }};
      //#end
      //#if people
      var motion = null;
      //#end
      //#if time
      var time = "";
      //#end
      MEASURES#measured_lists{[list]}.split(" ").forEach(function (text) {
        /// "field+field,kind,lowest,highest", or "field,kind,label,label": the first one says no.
        var words = text.split(",")#escapes{.map(plain)}, kind = words[1];
        //#if measured_together
        words[0].split("+").forEach(function (name) {
          //#end
          //#if !measured_together
          var name = words[0];
          //#end
          var value = own(#measured_lists{fields}{data}, name);
          if (own(#measured_lists{fields}{data}, name + "_enable") === "disable") return;
          //#if answers
          var yes = words.indexOf(value, 2) > 2;
          if (typeof value === "number") {
            if (value - value !== 0 || value < words[2] || value > words[3]) return;
            yes = value > 0;
          } else if (!isNaN(value) || words.indexOf(value, 2) < 0) return;
          //#end
          //#if !answers
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
          //#if measured_together
        });
        //#end
      });
      //#if people
      if (motion !== null) moment.action = { motion: { detected: motion } };
      //#end
      if (Object.keys(moment).length > 0) {
        //#if time
        if (time) moment.time = time;
        //#end
        result.data.push(moment);
      }
      //#if measured_lists
    });
  });
  //#end
  return result;
}
