"""Tests of codec.py for values that JSON cannot write; vectors.py has all others from the case
files. Expected values are worked out by hand from the guides."""
import json
import os
import subprocess
import sys
import unittest

import codec

HERE = os.path.dirname(os.path.abspath(__file__))
NAN = float("nan")
INF = float("inf")


class Decoding(unittest.TestCase):
    def test_input(self):
        for raw in (None, [], b"", "017564", {}, 5, True, [1, 256], [-1], [1.5], ["1"],
                    [True], [1, None], [NAN]):
            for decode in (codec.decode_uplink, codec.decode_downlink):
                self.assertEqual(decode("vs321", raw),
                                 {"data": {}, "warnings": 0, "errors": 1}, raw)
        self.assertEqual(codec.decode_uplink("ws101", [1, 0x75, 100])["data"],
                         {"battery": 100})


class Encoding(unittest.TestCase):
    def enc(self, model, data, text, warnings=0, port=None, want_port=85):
        self.assertEqual(codec.encode_downlink(model, data, port),
                         {"bytes": text, "fPort": want_port, "warnings": warnings,
                          "error_paths": []}, data)

    def bad(self, model, data, *paths):
        self.assertEqual(codec.encode_downlink(model, data, 85),
                         {"bytes": "", "fPort": 85, "warnings": 0,
                          "error_paths": sorted(paths)}, data)

    def test_port(self):
        go = {"reboot": True}
        for port in (None, 0, 85, 85.0, -0.0):
            self.enc("ws101", go, "ff10ff", 0, port)
        for port in (1, 223, 10.0):
            self.enc("ws101", go, "ff10ff", 1, port, port)
        for port in (224, -1, 1.5, "85", True, False, [], {}, NAN, INF):
            self.enc("ws101", go, "ff10ff", 1, port)
        self.assertEqual(codec.encode_downlink("ws101", {"x": 1}, 300)["warnings"], 1)

    def test_values(self):
        for v in (None, NAN, INF, [], {}, 10 ** 400):
            self.bad("ws101", {"buzzer_enable": v}, "buzzer_enable")
            self.bad("ws101", {"reporting_interval": v}, "reporting_interval")
        for data in (None, [], "", 1, True, {}):
            self.bad("ws101", data, "data")


class Serve(unittest.TestCase):
    def test_lines(self):
        lines = ['{"model":"vs321","call":"decodeUplink","bytes":"017564"}',
                 '{"model":"vs321","call":"decodeDownlink","bytes":[]}',
                 '{"model":"vs321","call":"encodeDownlink","data":{"lora_port":NaN},'
                 '"fPort":7}']
        out = subprocess.run([sys.executable, os.path.join(HERE, "serve.py")], text=True,
                             input="\n".join(lines), capture_output=True, check=True).stdout
        self.assertEqual([json.loads(line) for line in out.splitlines()], [
            {"data": {"battery": 100}, "warnings": 0, "errors": 0},
            {"data": {}, "warnings": 0, "errors": 1},
            {"bytes": "", "fPort": 7, "warnings": 1, "error_paths": ["lora_port"]}])


if __name__ == "__main__":
    unittest.main()
