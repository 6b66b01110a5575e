"""Checks codec.py against every vector file of a folder: python3 vectors.py FOLDER

A file's name is its model's, and SHARED has the other models that share it. Models that
codec.py does not cover are named and left out.
"""
import json
import os
import sys

import codec

SHARED = {"ws52x": ["ws523"]}


def run(model, vector):
    """What codec.py makes of the vector, and what the vector wants."""
    given = vector["input"]
    want = {"warnings": vector["warnings"]}
    if vector["type"] == "downlink-encode":
        got = codec.encode_downlink(model, given["data"], given.get("fPort"))
        want.update(bytes=vector["output"]["bytes"], fPort=vector["output"]["fPort"],
                    error_paths=[])
    else:
        if vector["type"] == "uplink":
            got = codec.decode_uplink(model, bytes.fromhex(given["bytes"]))
        elif vector["type"] == "downlink-decode":
            got = codec.decode_downlink(model, bytes.fromhex(given["bytes"]))
        else:
            raise ValueError("no such type: %r" % vector["type"])
        want.update(data=vector["output"]["data"], errors=0)
    return got, want


def main(folder):
    passed = failed = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            vectors = json.load(f)
        model = name[:-len(".json")]
        for m in [model] + SHARED.get(model, []):
            if m not in codec.MODELS:
                print("%s: no reference in codec.py" % m)
                continue
            bad = 0
            for vector in vectors:
                got, want = run(m, vector)
                if got != want:
                    bad += 1
                    print("%s: %s\n  got  %s\n  want %s" % (
                        m, vector["description"], json.dumps(got), json.dumps(want)))
            print("%s: %d of %d vectors pass" % (m, len(vectors) - bad, len(vectors)))
            failed += bad
            passed += len(vectors) - bad
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: vectors.py FOLDER")
    sys.exit(main(sys.argv[1]))
