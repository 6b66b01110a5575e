try {
  input = Object(input);
  //#if encoder
  if (!way) return encode(own(input, "data"), own(input, "fPort"));
  //#end
  //#if measured
  if (way === "=") return normalize(own(input, "data"));
  //#end
  //#if !owned
  /// An own member: whatever else an object inherits is nobody's payload.
  var name = #normalize{way === "=" ? "data" : "bytes"}{"bytes"}, given = {}.hasOwnProperty.call(input, name) ? input[name] : undefined;
  //#end
  //#if unmeasured
  if (way === "=") {
    input = #owned{own(input, "data")}{given};
    if (show(input) === "an object") return { data: [] };
    refuse("data", input, "an object");
    return { data: [], errors: notes };
  }
  //#end
  return decode(#owned{own(input, "bytes")}{given});
} catch (e) {
  /// A getter that throws is a problem like others.
  input = "something that cannot be read";
  return milesightCodec(way, { bytes: input, data: input });
}
