try {
  input = Object(input);
  //#if encoder
  if (!way) return encode(own(input, "data"), own(input, "fPort"));
  //#end
  //#if measured
  if (way === "=") return normalize(own(input, "data"));
  //#end
  //#if unowned
  /// An own member: whatever else an object inherits is nobody's payload.
  var name = MEMBER, given = {}.hasOwnProperty.call(input, name) ? input[name] : undefined;
  //#end
  //#if unmeasured
  if (way === "=") {
    input = OWN_DATA;
    if (show(input) === "an object") return { data: [] };
    refuse("data", input, "an object");
    return { data: [], errors: notes };
  }
  //#end
  return decode(OWN_BYTES);
} catch (e) {
  /// A getter that throws is a problem like others.
  input = "something that cannot be read";
  return milesightCodec(way, { bytes: input, data: input });
}
