import type { Model } from "../index.js";
import type { Bytes, Columns, DecodeResult, EncodeResult, FieldInfo } from "../types.js";

export type { Bytes, Columns, DecodeResult, EncodeResult, FieldInfo, Model };

/** The network servers whose events are read and whose commands are written. */
export type Server =
  | "the-things-stack"
  | "chirpstack"
  | "chirpstack-v3"
  | "milesight-gateway"
  | "aws-iot-core"
  | "thingpark"
  | "helium"
  | "loriot";

/** An uplink, whichever server it came from. */
export interface Uplink {
  server: Server;
  /** 16 hex digits in lower case. */
  devEui: string | undefined;
  /** The id by which the server addresses the device: its DevEUI where the server has no other. */
  deviceId: string | undefined;
  /** The name that people gave the device; The Things Stack has its id alone. */
  deviceName: string | undefined;
  /** For `toDownlink`. */
  applicationId: string | undefined;
  /** For `toDownlink`: The Things Stack's tenant, or ChirpStack's. */
  tenantId: string | undefined;
  /** When the server received it, in ISO 8601 and UTC: `"2024-05-01T10:00:00.000Z"`. */
  time: string | undefined;
  fPort: number | undefined;
  /** The payload, for `decodeUplink`. */
  bytes: number[];
  /**
   * The model that the event names: by its device profile or model id, or else by the device's name.
   * A hint: nothing keeps a profile's name true.
   */
  model: Model | undefined;
  /** True if the device asked for an acknowledgement; undefined if the event does not say. */
  confirmed: boolean | undefined;
  /** The event, as it was given. */
  raw: object;
  reason?: undefined;
}

/** Why an event gives no uplink: it is a join, has no payload, or is of no known server. */
export interface NoUplink {
  /** The server, where it was recognised. */
  server?: Server;
  /** A sentence for a person, to log. */
  reason: string;
  bytes?: undefined;
}

/**
 * The uplink in the event of a network server, as parsed from JSON. Never throws. Ask for `bytes` first:
 * what has none has a `reason`.
 *
 * The Things Stack v3 (MQTT, webhooks, storage integration, event stream), ChirpStack v4 and v3, Milesight
 * gateways, AWS IoT Core for LoRaWAN, ThingPark, Helium and LORIOT are known. The event may also be in
 * the `payload` of a message of Node-RED.
 */
export declare function parseUplink(event: unknown): Uplink | NoUplink;

/** The device that a command goes to. An `Uplink` of the device is one. */
export interface Target {
  devEui?: string | undefined;
  deviceId?: string | undefined;
  applicationId?: string | undefined;
  /** The Things Stack: the part of the topic behind `@`, which open-source installations have none of. */
  tenantId?: string | undefined;
  /** The MQTT topic, in the place of the server's default one. */
  topic?: string | undefined;
}

export interface DownlinkOptions {
  /** True to have the device acknowledge it; false by default. */
  confirmed?: boolean | undefined;
  /** The place in The Things Stack's queue; other servers have no priorities. */
  priority?:
    | "lowest"
    | "low"
    | "below_normal"
    | "normal"
    | "above_normal"
    | "high"
    | "highest"
    | undefined;
}

/** A message to publish over MQTT. */
export interface Publication {
  topic: string;
  /** JSON. */
  payload: string;
  reason?: undefined;
}

/** A request to send over HTTP, to the server's address and with its authorization added. */
export interface Request {
  method: "POST";
  path: string;
  headers: { "content-type": "application/json" };
  /** JSON; empty where the path has it all. */
  body: string;
  topic?: undefined;
  reason?: undefined;
}

/** Why there is nothing to send: the command was refused, or the target lacks an id. */
export interface NoDownlink {
  reason: string;
  topic?: undefined;
}

/** A server that takes commands over MQTT by default. */
export type MqttServer = Exclude<Server, HttpServer>;
/** A server that takes commands over HTTP, unless the target has a topic. */
export type HttpServer = "aws-iot-core" | "thingpark" | "loriot";

/**
 * The message or the request that carries a command of `encodeDownlink`. Never throws: a command with errors gives a
 * `reason`, and so does a target that lacks an id.
 *
 * ThingPark's request wants `AS_ID`, `Time` and `Token` added to its query where the application server is
 * authenticated. AWS's is that of `SendDataToWirelessDevice`, to be signed.
 */
export declare function toDownlink(
  server: MqttServer,
  target: Target,
  result: EncodeResult,
  options?: DownlinkOptions,
): Publication | NoDownlink;
export declare function toDownlink(
  server: Server,
  target: Target,
  result: EncodeResult,
  options?: DownlinkOptions,
): Publication | Request | NoDownlink;

/**
 * Bytes as hex digits, in lower case.
 * @throws TypeError if `bytes` is no list of integers from 0 to 255.
 */
export declare function toHex(bytes: Bytes): string;

/**
 * Bytes as base64, with its padding.
 * @throws TypeError if `bytes` is no list of integers from 0 to 255.
 */
export declare function toBase64(bytes: Bytes): string;

/**
 * The model that a name stands for: `findModel("Milesight WS-523 EU")` is `"ws523"`. A model's name or
 * alias is found within device profiles' names, in any case; of a name that has two models in it, none. Nor is it found
 * in the name of another device, as EM320-TH in `"EM320-TH-V2"`.
 * Never throws.
 */
export declare function findModel(name: unknown): Model | undefined;

/** One value at one time: a row of a table. */
export interface Point {
  /** The field's path, such as `temperature` or `d2d_master_config[0].mode`. */
  path: string;
  value: number | string | boolean;
  unit: string | undefined;
  /** In ISO 8601. */
  time: string | undefined;
}

/**
 * The values of a decoded uplink as rows. A record that the device had stored (an entry of a list with a
 * `timestamp`, such as `history[0]`) gives rows with its own time, and under the name that the value has
 * in other uplinks: `people_total_counts`, not `history[0].people_total_counts`. `time` is that of all
 * others, as `parseUplink` gives it; units come from the model's `fields()`.
 */
export declare function points(
  decoded: DecodeResult<object>,
  time: string | undefined,
  options?: { fields?: readonly FieldInfo[] | undefined },
): Point[];

/** A column with a value for each payload. */
export type DenseColumn = (number | string | null | (number | string | null)[])[];

/**
 * The columns that `decodeColumns` gives, each with a place for every payload: null where a payload lacks
 * the field, so that two columns go into one table. A list's field has a list in it.
 */
export declare function denseColumns(
  columns: Pick<Columns<object>, "count" | "columns">,
): Record<string, DenseColumn>;
