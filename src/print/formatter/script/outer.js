//#if uplink
function decodeUplink(input) {
  var result = milesightDecodeUplink(input);
  // Own fields go here: result.data.building = "B12";
  return result;
}
function milesightDecodeUplink(input) {
  return milesightCodec("<", input);
}
//#if normalize
function normalizeUplink(input) {
  return milesightCodec("=", input);
}
//#end
//#end
//#if encoder
function encodeDownlink(input) {
  return milesightEncodeDownlink(input);
}
function milesightEncodeDownlink(input) {
  return milesightCodec("", input);
}
function decodeDownlink(input) {
  return milesightCodec(">", input);
}
//#if uplink
function Decode(fPort, bytes) {
  return decodeUplink({ bytes: bytes, fPort: fPort }).data;
}
function Decoder(bytes, port) {
  return Decode(port, bytes);
}
/// These servers learn of errors by exceptions.
function Encode(fPort, data) {
  var result = encodeDownlink({ data: data, fPort: fPort });
  if (result.errors) throw new Error(result.errors.join("; "));
  return result.bytes;
}
function Encoder(data, port) {
  return Encode(port, data);
}
//#end
//#end
