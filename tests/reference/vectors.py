"""Checks codec.py against the case files as JSON: python3 vectors.py FOLDER

The folder has a file for each model, as the crate `cases` writes it. Models that codec.py does not
cover are named and left out.
"""
import json
import os
import sys

import codec


def part_of(value, other):
    """The members of a value that another one has, too."""
    if isinstance(value, dict) and isinstance(other, dict):
        return {name: part_of(member, other[name])
                for name, member in value.items() if name in other}
    if isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        return [part_of(*pair) for pair in zip(value, other)]
    return value


def run(model, vector):
    """The results of codec.py, and those that are expected."""
    given, output = vector["input"], vector["output"]
    want = {"warnings": vector["warnings"]}
    if vector["type"] == "downlink-encode":
        got = codec.encode_downlink(model, given["data"], given.get("fPort"))
        if "errors" in output:
            # A refused command may have warnings as well, which no case has.
            want = {"bytes": "", "warnings": got["warnings"], "fPort": 85,
                    "error_paths": sorted(p["path"] for p in vector["problems"])}
        else:
            want.update(bytes=output["bytes"], fPort=output["fPort"], error_paths=[])
    else:
        up = vector["type"] == "uplink"
        decode = codec.decode_uplink if up else codec.decode_downlink
        got = decode(model, bytes.fromhex(given["bytes"]))
        want.update(data=output.get("data", {}), errors=output.get("errors", 0))
        if output.get("partial"):
            got["data"] = part_of(got["data"], want["data"])
    return got, want


def main(folder):
    passed = failed = 0
    for name in sorted(os.listdir(folder)):
        model = name[:-len(".json")]
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            vectors = json.load(f)["vectors"]
        if model not in codec.MODELS:
            print("%s: no reference in devices/" % model)
            continue
        bad = 0
        for vector in vectors:
            got, want = run(model, vector)
            if got != want:
                bad += 1
                print("%s: %s\n  got  %s\n  want %s" % (
                    vector["place"], json.dumps(vector["input"]), json.dumps(got), json.dumps(want)))
        print("%s: %d of %d cases hold" % (model, len(vectors) - bad, len(vectors)))
        failed += bad
        passed += len(vectors) - bad
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: vectors.py FOLDER")
    sys.exit(main(sys.argv[1]))
