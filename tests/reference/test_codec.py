"""Tests of the reference for values that JSON cannot write, and of its own parts; vectors.py has all
others from the case files. Expected values are worked out by hand from the guides."""
import json
import os
import struct
import subprocess
import sys
import unittest
from decimal import Decimal

import codec
from reading import single

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


    def test_models(self):
        for alias, model in (("em300-zld", "em300-sld"),):
            self.assertNotIn(alias, codec.MODELS)
            self.assertIn(model, codec.MODELS)
        self.assertEqual(codec.decode_uplink("em300-zld", [5, 0, 1])["data"],
                         {"leakage_status": "leak"})
        self.assertEqual(codec.decode_uplink("ws156", [0xff, 0x34, 6, 6, 0])["data"],
                         {"button_6": 1, "button_6_d2d": 6})
        for model in ("ws999", "WS101", ""):
            with self.assertRaises(ValueError):
                codec.decode_uplink(model, [1, 0x75, 100])

    def test_power_outage(self):
        # A missing last byte is ff, the one value that the guides have
        for text, label, warnings in (("ff3fff", "power_outage", 0), ("ff3f00", "normal", 0),
                                      ("ff3f01", "unknown", 1), ("ff3f", "power_outage", 1)):
            self.assertEqual(codec.decode_uplink("ws52x", bytes.fromhex(text)),
                             {"data": {"power_outage_alarm": label}, "warnings": warnings,
                              "errors": 0}, text)

    def test_texts(self):
        # L · no fill · ends at the first 00 · a control character · half of a UTF-8 character
        for text, unit, warnings in (("4c000000", "L", 0), ("67616c33", "gal3", 0),
                                     ("4c004100", "L", 0), ("00000000", "", 0),
                                     ("6dc2b300", "m\u00b3", 0), ("4c0a0000", "unknown", 1),
                                     ("c2850000", "unknown", 1), ("6dc20000", "unknown", 1)):
            got = codec.decode_downlink("em300-di", bytes.fromhex("ffa2010a000a00" + text))
            self.assertEqual(got["data"]["pulse_conversion_settings"]["unit"], unit, text)
            self.assertEqual(got["warnings"], warnings, text)


class Singles(unittest.TestCase):
    def test_shortest(self):
        for text, value in (
                ("3393bb44", 1500.6), ("0080ec44", 1892), ("4e613c4b", 12345678),
                ("cdcccc3d", 0.1), ("abaaaa3e", 0.33333334), ("000020c0", -2.5),
                ("00000000", 0), ("00000080", 0), ("0000803f", 1), ("0069af44", 1403.2813), ("00008000", 1.1754944e-38),
                ("01000000", 1e-45), ("0000800f", 1.2621775e-29),
                ("ffff7f7f", 3.4028235e38), ("0000805f", 1.8446744e19)):
            self.assertEqual(single(bytes.fromhex(text), 0), value, text)
        for text in ("0000807f", "000080ff", "0000c07f", "010080ff"):
            self.assertIsNone(single(bytes.fromhex(text), 0), text)

    def test_reads_back(self):
        # Powers of two are nearer to their lower neighbour than to the upper one
        for bits in [*range(2 ** 23, 2 ** 31 - 2 ** 23, 2 ** 23),
                     *range(7, 2 ** 31 - 2 ** 23, 9999991)]:
            raw = bits.to_bytes(4, "little")
            value = single(raw, 0)
            self.assertEqual(struct.pack("<f", value), raw)
            digits = len(Decimal(repr(value)).normalize().as_tuple().digits)
            if digits > 1:
                exact, = struct.unpack("<f", raw)
                shorter = float("%.*e" % (digits - 2, exact))
                self.assertNotEqual(struct.pack("<f", shorter), raw, value)


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

    def test_length(self):
        # Five bytes an entry of WS303: 48 of them and reboot are 243 bytes, with the battery none
        entries = [{"mode": "leakage", "d2d_command": "0110"}] * 48
        self.enc("ws303", {"d2d_master_config": entries}, "ff83011001" * 48)
        self.enc("ws303", {"d2d_master_config": entries, "reboot": 1},
                 "ff83011001" * 48 + "ff10ff", 1)
        self.bad("ws303", {"d2d_master_config": entries, "reboot": 1, "battery": 1}, "battery")

    def test_texts(self):
        def settings(unit):
            return {"pulse_conversion_settings": {"enable": True, "water": 1, "pulse": 1,
                                                  "unit": unit}}
        self.enc("em300-di", settings("m\u00b3"), "ffa2010a000a006dc2b300")
        self.enc("em300-di", settings(""), "ffa2010a000a0000000000")
        for unit in ("\ud800", "a\nb", "\0", "\x85", "litre", "m\u00b3\u00b3", 5, None, b"L"):
            self.bad("em300-di", settings(unit), "pulse_conversion_settings.unit")
        self.enc("em310-tilt", {"angle_alarm_condition": "X&Y|Z"}, "ff635826597c5a000000")
        for text in ("x", "X Y", "XYZ&|XYZ&", "unknown", "X\0"):
            self.bad("em310-tilt", {"angle_alarm_condition": text}, "angle_alarm_condition")


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
