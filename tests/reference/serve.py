"""Answers one JSON case a line on stdin with one JSON result a line on stdout.

{"model":"vs321","call":"decodeUplink","bytes":"017564"}
{"model":"vs321","call":"decodeDownlink","bytes":"ff6555"}
{"model":"vs321","call":"encodeDownlink","data":{"lora_port":85},"fPort":85}

"bytes" may also be any JSON value but a string, which then goes to the decoder as it is.
"""
import json
import sys

import codec


def answer(case):
    call = case["call"]
    if call == "encodeDownlink":
        return codec.encode_downlink(case["model"], case.get("data"), case.get("fPort"))
    raw = case.get("bytes")
    if isinstance(raw, str):
        raw = bytes.fromhex(raw)
    if call == "decodeUplink":
        return codec.decode_uplink(case["model"], raw)
    elif call == "decodeDownlink":
        return codec.decode_downlink(case["model"], raw)
    else:
        raise ValueError("no such call: %r" % (call,))


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(line_buffering=True)
    dumps = json.JSONEncoder(separators=(",", ":")).encode
    loads = json.loads
    write = sys.stdout.write
    for line in sys.stdin:
        if line.strip():
            write(dumps(answer(loads(line))) + "\n")


if __name__ == "__main__":
    main()
