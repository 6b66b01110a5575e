// The events of network servers, as their documentation shows them, with ids and payloads replaced: each
// payload is 08 70 01, a socket that is on (WS523 4.2). `uplink` has what must be read from them.

/** The uplink that is read from each server's event; `-` is undefined. */
const [header, ...uplinks] = `
name       | server            | devEui           | deviceId                             | deviceName     | applicationId                        | tenantId                             | time                     | fPort | model | confirmed
tts        | the-things-stack  | 24e124aabbccdd01 | dev1                                 | dev1           | app1                                 | ttn                                  | 2020-02-12T15:15:45.787Z | 85    | ws523 | -
chirpstack | chirpstack        | 0101010101010101 | 0101010101010101                     | kitchen        | 17c82e96-be03-4f38-aef3-f83d48582d97 | 52f14cd4-c6f1-4fbd-8f87-4025e1d49242 | 2022-07-18T09:34:15.775Z | 85    | ws523 | true
v3         | chirpstack-v3     | 0202020202020202 | 0202020202020202                     | garden-sensor  | 123                                  | -                                    | 2019-11-08T13:59:25.048Z | 85    | -     | -
gateway    | milesight-gateway | 24e124aabbccdd02 | 24e124aabbccdd02                     | WS523          | 1                                    | -                                    | 2026-03-23T07:45:04.526Z | 85    | ws523 | -
aws        | aws-iot-core      | 24e124aabbccdd03 | 5b58245e-146c-4c30-9703-0ca942e3ff35 | -              | -                                    | -                                    | 2021-05-03T03:24:29.000Z | 85    | -     | false
thingpark  | thingpark         | 24e124aabbccdd04 | 24e124aabbccdd04                     | My Demo Device | -                                    | -                                    | 2023-02-28T23:00:11.013Z | 85    | ws523 | true
helium     | helium            | 24e124aabbccdd05 | 7c523974-4ce7-4a92-948b-55171a6e4d77 | Test Me        | -                                    | -                                    | 2020-04-14T12:49:06.123Z | 85    | ws523 | -
loriot     | loriot            | 24e124aabbccdd06 | 24e124aabbccdd06                     | -              | -                                    | -                                    | 2016-08-10T17:37:55.433Z | 85    | -     | -`
  .trim()
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()));
const readAs = { fPort: Number, confirmed: (text) => text === "true" };
const uplinkOf = Object.fromEntries(
  uplinks.map(([name, ...cells]) => {
    const members = cells.map((cell, at) => {
      const member = header[at + 1];
      return [member, cell === "-" ? undefined : (readAs[member]?.(cell) ?? cell)];
    });
    return [name, Object.fromEntries(members)];
  }),
);
const { tts, chirpstack, v3, gateway, aws, thingpark, helium, loriot } = uplinkOf;

const ttsIds = {
  device_id: "dev1",
  application_ids: { application_id: "app1" },
  dev_eui: "24E124AABBCCDD01",
  join_eui: "24E124C0002A0001",
  dev_addr: "00BCB929",
};
// https://www.thethingsindustries.com/docs/integrations/data-formats/
const ttsUplink = {
  end_device_ids: ttsIds,
  correlation_ids: ["as:up:01E0WZGT6Y7657CPFPE5WEYDSQ"],
  received_at: "2020-02-12T15:15:45.787453217Z",
  uplink_message: {
    session_key_id: "AXA50tHUnhKmTZSRDTXAIw==",
    f_port: 85,
    f_cnt: 1,
    frm_payload: "CHAB",
    decoded_payload: { socket_status: "on" },
    rx_metadata: [{ gateway_ids: { gateway_id: "gtw1" }, rssi: -35, snr: 5 }],
    settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 7 } } },
    received_at: "2020-02-12T15:15:45.575318400Z",
    consumed_airtime: "0.056576s",
    version_ids: { brand_id: "milesight-iot", model_id: "ws523", band_id: "EU_863_870" },
    network_ids: { net_id: "000013", tenant_id: "ttn", cluster_id: "eu1" },
  },
};

// https://www.chirpstack.io/docs/chirpstack/integrations/events.html
const chirpstackUplink = {
  deduplicationId: "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
  time: "2022-07-18T09:34:15.775023242+00:00",
  deviceInfo: {
    tenantId: "52f14cd4-c6f1-4fbd-8f87-4025e1d49242",
    tenantName: "ChirpStack",
    applicationId: "17c82e96-be03-4f38-aef3-f83d48582d97",
    applicationName: "Test application",
    deviceProfileId: "14855bf7-d10d-4aee-b618-ebfcb64dc7ad",
    deviceProfileName: "Milesight WS-523 EU868",
    deviceName: "kitchen",
    devEui: "0101010101010101",
    tags: { key: "value" },
  },
  devAddr: "00189440",
  dr: 1,
  fPort: 85,
  confirmed: true,
  data: "CHAB",
  rxInfo: [{ gatewayId: "0016c001f153a14c", uplinkId: 4217106255, rssi: -36, snr: 10.5 }],
  txInfo: { frequency: 867100000 },
};

// https://www.chirpstack.io/application-server/integrations/events/: JSON, then JSON (v3).
const v3Uplink = {
  applicationID: "123",
  applicationName: "temperature-sensor",
  deviceName: "garden-sensor",
  devEUI: "AgICAgICAgI=",
  rxInfo: [
    { gatewayID: "AwMDAwMDAwM=", time: "2019-11-08T13:59:25.048445Z", rssi: -48, loRaSNR: 9 },
  ],
  txInfo: { frequency: 868100000, modulation: "LORA" },
  adr: true,
  dr: 1,
  fCnt: 10,
  fPort: 85,
  data: "CHAB",
  objectJSON: "{}",
  tags: { key: "value" },
};

// https://www.milesight.com/building-iot-gateway/en/application-guide/uplink-data.html, and
// https://support.milesight-iot.com/en/support/solutions/articles/73000600064 before it.
const gatewayUplink = {
  applicationID: 1,
  applicationName: "server1",
  devEUI: "24e124aabbccdd02",
  deviceID: 22,
  deviceName: "WS523",
  fCnt: 84,
  fPort: 85,
  gatewaySN: "6438F39254820003",
  gatewayTime: "2026-03-23T15:45:04+08:00",
  data: "CHAB",
  rxInfo: [{ loRaSNR: 12.2, mac: "c0ba1ffffe00733d", name: "Local Gateway", rssi: -57 }],
  time: "2026-03-23T07:45:04.526398Z",
  txInfo: { adr: true, codeRate: "4/5", frequency: 868100000 },
};

// https://docs.aws.amazon.com/iot-wireless/latest/developerguide/lorawan-uplink-metadata-format.html
const awsUplink = {
  WirelessDeviceId: "5b58245e-146c-4c30-9703-0ca942e3ff35",
  PayloadData: "CHAB",
  WirelessMetadata: {
    LoRaWAN: {
      ADR: false,
      DataRate: "0",
      DevAddr: "00b96cd4",
      DevEui: "24e124aabbccdd03",
      FCnt: 1,
      FPort: 85,
      Gateways: [{ GatewayEui: "80029cfffe5cf1cc", Snr: -29, Rssi: 9.75 }],
      MType: "UnconfirmedDataUp",
      Timestamp: "2021-05-03T03:24:29Z",
    },
  },
};

// https://docs.thingpark.com/thingpark-x/latest/Processor/ChirpStack, whose input is such an event.
const thingparkUplink = {
  Time: "2023-03-01T00:00:11.013+01:00",
  DevEUI: "24E124AABBCCDD04",
  FPort: 85,
  FCntUp: 53,
  ADRbit: 1,
  MType: 4,
  payload_hex: "087001",
  mic_hex: "61fa24cf",
  LrrRSSI: -83.0,
  CustomerID: "100133870",
  CustomerData: { alr: { pro: "LORA/Generic", ver: "1" }, name: "My Demo Device" },
  DriverCfg: { app: { pId: "milesight-iot", mId: "ws523", ver: "1" } },
};

// https://docs.helium.com/console/integrations/json-schema
const heliumUplink = {
  app_eui: "6948A4B59F4666AD",
  dev_eui: "24E124AABBCCDD05",
  devaddr: "B5A44869",
  fcnt: 19,
  hotspots: [{ frequency: 912.3, name: "icy-fiery-hippo", rssi: -54, snr: 9.8 }],
  id: "7c523974-4ce7-4a92-948b-55171a6e4d77",
  metadata: { labels: [{ id: "7d11aef4-4daf-4caf-b72a-f789b191ebe4", name: "WS523" }] },
  name: "Test Me",
  payload: "CHAB",
  port: 85,
  reported_at: 1586868546123,
};

// https://docs.loriot.io/display/LNS/Uplink+Data+Message
const loriotUplink = {
  cmd: "rx",
  EUI: "24E124AABBCCDD06",
  ts: 1470850675433,
  ack: false,
  bat: 254,
  fcnt: 1,
  port: 85,
  data: "087001",
};

const { uplink_message: message } = ttsUplink;
const without = (object, ...names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** Each with what must be read from it: the members of an uplink, or a reason. */
export const forms = [
  { name: "The Things Stack, MQTT or webhook", event: ttsUplink, uplink: tts },
  // https://www.thethingsindustries.com/docs/integrations/storage/retrieve/
  { name: "The Things Stack, storage", event: { result: ttsUplink }, uplink: tts },
  {
    name: "The Things Stack, event stream",
    event: {
      result: {
        name: "as.up.data.forward",
        time: "2020-02-12T15:15:45.787472Z",
        identifiers: [{ device_ids: ttsIds }],
        data: { "@type": "type.googleapis.com/ttn.lorawan.v3.ApplicationUp", ...ttsUplink },
      },
    },
    uplink: tts,
  },
  {
    name: "The Things Stack, event log of the console",
    event: { name: "as.up.data.forward", identifiers: [{ device_ids: ttsIds }], data: ttsUplink },
    uplink: tts,
  },
  {
    name: "The Things Stack, open source, confirmed",
    event: {
      ...ttsUplink,
      uplink_message: { ...without(message, "network_ids", "version_ids"), confirmed: true },
    },
    uplink: { ...tts, tenantId: undefined, model: undefined, confirmed: true },
  },
  {
    name: "The Things Stack, join",
    event: { end_device_ids: ttsIds, join_accept: { session_key_id: "AXBSH1Pk6Z0G166RlH16CQ==" } },
    server: "the-things-stack",
    reason: "The Things Stack: join_accept carries no uplink",
  },
  {
    name: "The Things Stack, a queued downlink",
    event: { end_device_ids: ttsIds, downlink_queued: { f_port: 85, frm_payload: "CAEA/w==" } },
    server: "the-things-stack",
    reason: "The Things Stack: downlink_queued carries no uplink",
  },
  {
    name: "The Things Stack, MAC commands alone",
    event: { end_device_ids: ttsIds, uplink_message: { f_cnt: 2 } },
    server: "the-things-stack",
    reason: "The Things Stack: the event has no payload",
  },
  {
    name: "The Things Stack, payload left encrypted",
    event: { ...ttsUplink, uplink_message: { ...message, app_s_key: { key: "AAAA" } } },
    server: "the-things-stack",
    reason: "The Things Stack: the payload is encrypted, since the server has no application key",
  },
  { name: "ChirpStack", event: chirpstackUplink, uplink: chirpstack },
  {
    name: "ChirpStack in a message of Node-RED",
    event: { topic: "application/1/device/2/event/up", payload: chirpstackUplink },
    uplink: chirpstack,
  },
  {
    name: "ChirpStack, status",
    event: { ...without(chirpstackUplink, "data", "fPort"), margin: 7, batteryLevel: 100 },
    server: "chirpstack",
    reason: "ChirpStack: the event has no payload",
  },
  {
    name: "ChirpStack, no base64",
    event: { ...chirpstackUplink, data: "CH!B" },
    server: "chirpstack",
    reason: 'ChirpStack: the payload is not base64: "!" at position 2',
  },
  { name: "ChirpStack v3, JSON", event: v3Uplink, uplink: v3 },
  {
    name: "ChirpStack v3, JSON (v3)",
    event: {
      ...without(v3Uplink, "objectJSON"),
      devEUI: "0202020202020202",
      rxInfo: [{ ...v3Uplink.rxInfo[0], gatewayID: "0303030303030303" }],
      deviceProfileName: "VS321",
      confirmedUplink: true,
      publishedAt: "2021-02-03T04:05:06.789Z",
    },
    uplink: { ...v3, model: "vs321", confirmed: true, time: "2021-02-03T04:05:06.789Z" },
  },
  { name: "Milesight gateway", event: gatewayUplink, uplink: gateway },
  {
    name: "Milesight gateway, older firmware",
    event: {
      ...without(gatewayUplink, "deviceID", "gatewaySN", "gatewayTime"),
      applicationID: "1",
      metadata: { mqtt_topic: "/mqtttest" },
    },
    uplink: gateway,
  },
  {
    name: "Milesight gateway, metadata switched off",
    event: { devEUI: "24E124AABBCCDD02", data: "CHAB" },
    uplink: {
      ...gateway,
      deviceName: undefined,
      applicationId: undefined,
      time: undefined,
      fPort: undefined,
      model: undefined,
    },
  },
  { name: "AWS IoT Core", event: awsUplink, uplink: aws },
  {
    name: "AWS IoT Core, the other spelling of the port",
    event: {
      ...awsUplink,
      WirelessMetadata: {
        LoRaWAN: {
          ...without(awsUplink.WirelessMetadata.LoRaWAN, "FPort"),
          Fport: 85,
          MType: "ConfirmedDataUp",
        },
      },
    },
    uplink: { ...aws, confirmed: true },
  },
  { name: "ThingPark", event: { DevEUI_uplink: thingparkUplink }, uplink: thingpark },
  {
    name: "ThingPark, untyped JSON",
    event: { DevEUI_uplink: { ...thingparkUplink, FPort: "85", FCntUp: "53", MType: "2" } },
    uplink: { ...thingpark, confirmed: false },
  },
  {
    name: "ThingPark, a location",
    event: { DevEUI_location: { DevEUI: "24E124AABBCCDD04", DevLAT: 1, DevLON: 2 } },
    server: "thingpark",
    reason: "ThingPark: DevEUI_location carries no uplink",
  },
  {
    name: "ThingPark, payload left encrypted",
    event: { DevEUI_uplink: { ...thingparkUplink, payload_encryption: 1 } },
    server: "thingpark",
    reason: "ThingPark: the payload is encrypted, since the server has no application key",
  },
  { name: "Helium", event: heliumUplink, uplink: helium },
  { name: "LORIOT", event: loriotUplink, uplink: loriot },
  {
    name: "LORIOT, with gateways",
    event: { ...loriotUplink, cmd: "gw", gws: [{ rssi: -89, snr: 9 }] },
    uplink: loriot,
  },
  {
    name: "LORIOT, no application key",
    event: { ...without(loriotUplink, "data"), encdata: "0102AABB" },
    server: "loriot",
    reason: "LORIOT: the payload is encrypted, since the server has no application key",
  },
  {
    name: "LORIOT, a downlink was sent",
    event: { cmd: "txd", EUI: "24E124AABBCCDD06", seqdn: 1 },
    server: "loriot",
    reason: "LORIOT: cmd txd carries no uplink",
  },
  {
    name: "an object of no server",
    event: { id: 1, bytes: "087001" },
    reason: "no event of a known network server: its members are id, bytes",
  },
  {
    name: "an empty object",
    event: {},
    reason: "no event of a known network server: it has no members",
  },
  {
    name: "text",
    event: "087001",
    reason: "got a value of type string; allowed: the object that a network server sends",
  },
  {
    name: "null",
    event: null,
    reason: "got null; allowed: the object that a network server sends",
  },
  {
    name: "a list",
    event: [1],
    reason: "got a list; allowed: the object that a network server sends",
  },
];
