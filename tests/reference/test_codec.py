"""Tests of the trickier rules; expected values are worked out by hand from the guides."""
import json
import os
import subprocess
import sys
import unittest

import codec

HERE = os.path.dirname(os.path.abspath(__file__))
NAN = float("nan")
INF = float("inf")
# P 8: all twenty fields, here with regions 1 and 10 enabled, 10 occupied (0102, 0002)
REGIONS = {"region_%d_enable" % n: "enable" if n in (1, 10) else "disable"
           for n in range(1, 11)}
REGIONS.update({"region_%d" % n: "occupied" if n == 10 else "vacant"
                for n in range(1, 11)})


class Base(unittest.TestCase):
    def up(self, model, text, data, warnings=0, errors=0):
        self.assertEqual(codec.decode_uplink(model, bytes.fromhex(text)),
                         {"data": data, "warnings": warnings, "errors": errors}, text)

    def down(self, model, text, data, warnings=0, errors=0):
        self.assertEqual(codec.decode_downlink(model, bytes.fromhex(text)),
                         {"data": data, "warnings": warnings, "errors": errors}, text)

    def enc(self, model, data, text, warnings=0, port=None, want_port=85):
        self.assertEqual(codec.encode_downlink(model, data, port),
                         {"bytes": text.replace(" ", ""), "fPort": want_port,
                          "warnings": warnings, "error_paths": []}, data)

    def bad(self, model, data, *paths, warnings=0):
        self.assertEqual(codec.encode_downlink(model, data, 85),
                         {"bytes": "", "fPort": 85, "warnings": warnings,
                          "error_paths": sorted(paths)}, data)


class Decoding(Base):
    def test_input(self):  # P 3.8
        for raw in (None, [], b"", "017564", {}, 5, True, [1, 256], [-1], [1.5], ["1"],
                    [True], [1, None], [NAN]):
            for decode in (codec.decode_uplink, codec.decode_downlink):
                self.assertEqual(decode("vs321", raw),
                                 {"data": {}, "warnings": 0, "errors": 1}, raw)
        self.assertEqual(codec.decode_uplink("ws101", [1, 0x75, 100])["data"],
                         {"battery": 100})

    def test_stop(self):  # P 3.1-3.3
        self.up("ws101", "01", {}, 0, 1)
        self.up("ws101", "0175", {}, 0, 1)
        self.up("ws101", "0175640175", {"battery": 100}, 1)
        self.up("ws101", "01756401", {"battery": 100}, 1)
        self.up("ws101", "0175646677ff0bff", {"battery": 100}, 1)
        self.up("ws101", "6677", {}, 0, 1)
        self.up("ws101", "ff166148b13783621055", {}, 0, 1)
        self.up("vs321", "ff086538b2232131", {}, 0, 1)
        self.up("vs321", "ff06000102030405060708ff", {}, 2)  # skipped, lone byte

    def test_reserved_byte(self):  # P 3.4
        self.up("vs321", "ff0b", {"device_status": "on"}, 1)
        self.up("vs321", "ff0b00", {"device_status": "on"})
        self.up("ws52x", "ff3f", {"power_outage_alarm": "power_outage"}, 1)
        self.down("ws523", "ff27", {"reset_power_consumption": "yes"}, 1)
        self.down("vs321", "f96c", {"detect": "yes"}, 1)
        self.up("vs321", "fe10", {"reboot": "yes"}, 1)
        self.up("vs321", "ff6d", {"stop_transmit": "yes"}, 1)
        self.down("ws52x", "ff2300", {}, 0, 1)
        self.down("ws52x", "080100", {}, 0, 1)
        self.up("vs321", "f86cff", {}, 0, 1)
        # in the middle the next byte is taken for it: ff 0b (ff) 01 75 is no channel 0175
        self.up("ws101", "ff0b017564", {"device_status": "on"}, 1)

    def test_common(self):  # P 5
        self.up("ws523", "ff01ff", {"ipso_version": "v255"})
        self.up("ws523", "ff091af9", {"hardware_version": "v1a.15"})
        self.up("ws523", "ff0a0a1c", {"firmware_version": "va.1c"})
        self.up("ws523", "ffff0a10", {"tsl_version": "v10.16"})
        self.up("ws101", "ff0f03ff0f04", {"lorawan_class": "unknown"}, 1)
        self.up("ws101", "fffe00", {"reset_event": "reset"})
        self.up("vs321", "fe0bff", {}, 0, 1)  # P 9: uplink rows are not repeated on fe
        self.down("vs321", "ff0bff", {}, 0, 1)

    def test_ranges(self):  # P 2, P 3.7
        self.up("ws101", "017500", {"battery": 0})
        self.up("ws101", "017565", {"battery": 101}, 1)
        self.up("vs321", "017500", {"battery": 0}, 1)
        self.up("vs321", "017501", {"battery": 1})
        self.up("ws523", "058165", {"power_factor": 101}, 1)
        self.up("vs321", "0468c8", {"humidity": 100})
        self.up("vs321", "0468c9", {"humidity": 100.5}, 1)
        self.up("vs321", "8468ff01", {"humidity": 127.5, "humidity_alarm": "threshold_alarm"},
                1)
        self.up("vs321", "8468ff02", {"humidity": 127.5, "humidity_alarm": "unknown"}, 2)
        self.down("vs321", "ff6500", {"lora_port": 0})
        self.down("vs321", "ff02ffff", {"collection_interval": 65535})

    def test_temperature(self):
        self.up("vs321", "0367feff", {"temperature": -0.2})
        self.up("vs321", "03670080", {"temperature": -3276.8})
        self.up("vs321", "0367ffff", {"temperature_sensor_status": "read_failed"}, 1)
        self.up("vs321", "8367ffff00",
                {"temperature": -0.1, "temperature_alarm": "threshold_alarm_release"})
        self.up("vs321", "0468ff", {"humidity_sensor_status": "read_failed"})

    def test_last_wins(self):  # P 3.5
        self.up("vs321", "036711010367ffff", {"temperature_sensor_status": "read_failed"}, 1)
        self.up("vs321", "0367ffff03671101", {"temperature": 27.3}, 1)
        self.up("vs321", "8367130101 0367ffff",
                {"temperature_alarm": "threshold_alarm",
                 "temperature_sensor_status": "read_failed"}, 1)
        self.up("vs321", "0367ffff 8367130101",
                {"temperature": 27.5, "temperature_alarm": "threshold_alarm",
                 "temperature_sensor_status": "read_failed"}, 1)
        self.up("vs321", "84686a01 0468ff",
                {"humidity_alarm": "threshold_alarm", "humidity_sensor_status": "read_failed"})
        self.up("ws52x", "087011087000", {"socket_status": "off"})
        self.up("ws52x", "087011087012", {"socket_status": "unknown"}, 1)
        self.up("ws52x", "08700208702008700108700f", {"socket_status": "unknown"}, 3)
        self.down("vs321", "fd6c0100000002000000fd6b03000000",
                  {"fetch_history": {"start_time": 3}})

    def test_regions_and_history(self):
        self.up("vs321", "06fe01020002", REGIONS)
        self.up("vs321", "06fe01fe00fe", REGIONS)  # bits 15-10 are not looked at
        self.up("vs321", "20ce0100000000 01020002 20ceffffffff01 0500ffff 20ce0200000002 11223344",
                {"history": [dict(REGIONS, timestamp=1),
                             {"timestamp": 4294967295, "people_total_counts": 5},
                             {"timestamp": 2}]}, 1)
        self.up("vs321", "20ce01000000010500", {}, 0, 1)

    def test_vs321_labels(self):
        self.up("vs321", "08f40001", {"detection_status": "unavailable"})
        self.up("vs321", "08f40202", {"detection_status": "unknown"}, 1)
        self.up("vs321", "07ff02", {"illuminance_status": "unknown"}, 1)
        self.up("vs321", "fc6b03", {"fetch_history_result": "unknown"}, 1)

    def test_sub_kinds(self):  # P 3.6
        for head in ("00", "20", "28", "30", "38"):  # kinds 0 and 4-7
            self.down("vs321", "ff06" + head + "0102030405060708ff6555", {"lora_port": 85}, 1)
        self.down("vs321", "ff6a020100", {}, 1)
        self.down("vs321", "ff8e010100", {}, 1)
        self.up("vs321", "fe8e010100", {}, 1)
        # bits 7-6 are not looked at; condition 7 has no label
        self.down("vs321", "ff06cc9cff64000100feff",
                  {"temperature_alarm_config": {"condition": "outside", "threshold_min": -10,
                                                "threshold_max": 10, "lock_time": 1,
                                                "continue_time": 65534}})
        self.down("vs321", "ff0617ffffc90000000000",
                  {"humidity_alarm_config": {"condition": "unknown", "threshold_min": 32767.5,
                                             "threshold_max": 100.5, "lock_time": 0,
                                             "continue_time": 0}}, 1)

    def test_d2d(self):
        entry = {"mode": 0, "enable": "unknown", "lora_uplink_enable": "disable",
                 "d2d_cmd": "ab01", "time": 258, "time_enable": "unknown"}
        self.down("vs321", "ff96000200 01ab 0201 ff ff96000200 01ab 0201 ff",
                  {"d2d_master_config": [entry, entry]}, 4)

    def test_socket(self):
        self.down("ws52x", "0801ffff", {"socket_status": "on"})
        self.down("ws52x", "081100ff", {"socket_status": "unknown"}, 1)
        self.down("ws101", "080100ff", {}, 0, 1)
        self.down("ws52x", "ff22ffffff10",
                  {"delay_task": {"delay_time": 65535, "socket_status": "off"}})
        self.down("ws52x", "ff2200010001",
                  {"delay_task": {"delay_time": 1, "socket_status": "unknown"}}, 1)
        self.down("ws52x", "ff230700", {"cancel_delay_task": 7})
        self.down("ws52x", "ff25ffff",
                  {"child_lock_config": {"enable": "enable", "lock_time": 32767}})
        self.up("ws52x", "ff24020a",
                {"current_alarm_config": {"enable": "unknown", "threshold": 10}}, 1)

    def test_echoes(self):  # P 9
        self.up("ws52x", "087001fe22003c0010",
                {"socket_status": "on",
                 "delay_task": {"delay_time": 60, "socket_status": "off"}})
        self.up("ws52x", "080100ff", {}, 0, 1)
        self.up("ws52x", "fe30010a",
                {"over_current_protection": {"enable": "enable", "trip_current": 10}})
        self.up("ws101", "fe03b004ff28ff",
                {"reporting_interval": 1200, "query_device_status": "yes"})
        self.up("vs321", "fd6be61b4466fe6dff", {"fetch_history": {"start_time": 1715739622},
                                               "stop_transmit": "yes"})
        self.up("vs321", "f91001", {"report_type": "on_the_dot"})
        self.up("vs321", "ff1001", {"reboot": "yes"})
        self.up("ws101", "f91001", {}, 0, 1)
        self.up("vs321", "fe6b00000000", {}, 0, 1)
        self.down("vs321", "fe6555", {}, 0, 1)
        self.down("vs321", "ff6dff", {}, 0, 1)
        self.down("vs321", "f8100100", {}, 0, 1)

    def test_responses(self):  # P 9, P 3.5
        self.up("vs321", "f8100100", {"report_type": "on_the_dot"})
        self.up("vs321", "f86eff01",
                {"device_response_result": {"channel_type": 110, "result": "forbidden",
                                            "request": {"reset": "yes"}}})
        failed = {"channel_type": 107, "result": "invalid parameter",
                  "request": {"detection_mode": "on"}}
        self.up("vs321", "f86b0102f86cff00",
                {"device_response_result": failed, "detect": "yes"})
        self.up("vs321", "f86b0000f86b0102",
                {"device_response_result": failed, "detection_mode": "auto"})
        self.up("vs321", "f8100203",
                {"device_response_result": {"channel_type": 16, "result": "unknown",
                                            "request": {"report_type": "unknown"}}}, 2)
        self.up("vs321", "f81101", {}, 0, 1)


class Encoding(Base):
    def test_port(self):  # P 4.6
        go = {"reboot": True}
        for port in (None, 0, 85, 85.0, -0.0):
            self.enc("ws101", go, "ff10ff", 0, port)
        for port in (1, 223, 10.0):
            self.enc("ws101", go, "ff10ff", 1, port, port)
        for port in (224, -1, 1.5, "85", True, False, [], {}, NAN, INF):
            self.enc("ws101", go, "ff10ff", 1, port)
        self.assertEqual(codec.encode_downlink("ws101", {"x": 1}, 300)["warnings"], 1)

    def test_whole_command(self):  # P 4.2, 4.5
        for data in (None, [], "", 1, True, {}):
            self.bad("ws101", data, "data")
        self.bad("ws101", {"reboot": "no", "query_device_status": 0}, "data")
        self.bad("ws52x", {"cancel_delay_task": False}, "data")
        self.bad("ws101", {"reboot": "no", "battery": 5, "x": None}, "battery", "x")
        self.enc("ws101", {"reboot": "no", "buzzer_enable": False}, "ff3e00")

    def test_labels(self):
        for v in ("enable", True, 1, 1.0):
            self.enc("ws101", {"buzzer_enable": v}, "ff3e01")
        for v in ("Enable", "on", "yes", "1", 2, -1, 0.5, None, NAN, [], {}, "unknown", ""):
            self.bad("ws101", {"buzzer_enable": v}, "buzzer_enable")
        for v in ("yes", True, 1):
            self.enc("vs321", {"detect": v}, "f96cff")
        for v in (255, "enable", "YES", None, 2):
            self.bad("vs321", {"detect": v}, "detect")
        for v in ("off", False, 0):
            self.enc("ws52x", {"socket_status": v}, "080000ff")
        for v in (16, 17, "open", "enable", "unknown"):
            self.bad("ws52x", {"socket_status": v}, "socket_status")
        for v in ("on", "always", 1):
            self.enc("vs321", {"detection_mode": v}, "f96b01")
        for v in (True, False, "off", 2):
            self.bad("vs321", {"detection_mode": v}, "detection_mode")
        for v in ("from_now_on", "period", 0):
            self.enc("vs321", {"report_type": v}, "f91000")
        self.enc("vs321", {"report_type": "immediately"}, "f91001")
        self.bad("vs321", {"report_type": True}, "report_type")

    def test_whole(self):
        self.enc("ws101", {"reporting_interval": 60.0}, "ff033c00")
        self.enc("ws52x", {"report_interval": 64800}, "ff0320fd")
        for v in (59, 64801, 60.5, 60.0000001, "60", True, None, NAN, INF, [60], 10 ** 400):
            self.bad("ws101", {"reporting_interval": v}, "reporting_interval")
        self.bad("ws101", {"report_interval": 60}, "report_interval")
        self.bad("vs321", {"report_interval": 1, "collection_interval": 61, "lora_port": 224,
                           "retransmit_interval": 29, "resend_interval": 1201},
                 "report_interval", "collection_interval", "lora_port",
                 "retransmit_interval", "resend_interval")

    def test_intervals(self):
        self.enc("vs321", {"collection_interval": 10, "report_interval": 10},
                 "ff8e000a00 ff020a00", 1)
        self.enc("vs321", {"collection_interval": 9, "report_interval": 10},
                 "ff8e000a00 ff020900")

    def test_thresholds(self):
        def t(low, high, condition="outside"):
            return {"temperature_alarm_config": {"condition": condition,
                                                 "threshold_min": low, "threshold_max": high}}
        at = "temperature_alarm_config.threshold_m"
        self.enc("vs321", t(-10, 10), "ff060c 9cff 6400 00000000")
        self.enc("vs321", t(-3276.8, 3276.7, 3), "ff060b 0080 ff7f 00000000")
        self.enc("vs321", t(0.1 + 0.2, 0.3), "ff060c 0300 0300 00000000")
        self.enc("vs321", t(5.00000001, 6), "ff060c 3200 3c00 00000000")
        self.enc("vs321", t(6, 5, "below"), "ff0609 3c00 3200 00000000")
        self.enc("vs321", t(6, 5, 0), "ff0608 3c00 3200 00000000")
        self.bad("vs321", t(6, 5), at + "in")
        self.bad("vs321", t(6, 5, "between"), at + "in")
        self.bad("vs321", t(6, 5, "over"), "temperature_alarm_config.condition")
        self.bad("vs321", t(6, 5, True), "temperature_alarm_config.condition")
        self.bad("vs321", t(6, 5.05), at + "ax")
        self.bad("vs321", t(-3276.8000001, 3276.70000001), at + "in", at + "ax")
        self.bad("vs321", t("5", None), at + "in", at + "ax")
        self.bad("vs321", {"temperature_alarm_config": {}}, at + "in", at + "ax",
                 "temperature_alarm_config.condition")
        self.bad("vs321", {"temperature_alarm_config": []}, "temperature_alarm_config")
        h = {"condition": 1, "threshold_min": 0.5, "threshold_max": 100}
        self.enc("vs321", {"humidity_alarm_config": h}, "ff0611 0100 c800 00000000")
        self.bad("vs321", {"humidity_alarm_config": dict(h, threshold_min=-1e-9,
                                                         threshold_max=100.5, x=1)},
                 "humidity_alarm_config.threshold_min", "humidity_alarm_config.threshold_max",
                 "humidity_alarm_config.x")
        lux = {"threshold_min": 200, "threshold_max": 800}
        for condition in (4, "outside"):
            self.enc("vs321", {"illuminance_alarm_config": dict(lux, condition=condition)},
                     "ff061c c800 2003 00000000")
        self.enc("vs321", {"illuminance_alarm_config":
                           dict(lux, condition="below", lock_time=1, continue_time=65535)},
                 "ff0619 c800 2003 0100 ffff", 3)
        self.bad("vs321", {"illuminance_alarm_config": {"threshold_min": 9,
                                                        "threshold_max": 8}},
                 "illuminance_alarm_config.threshold_min")
        self.bad("vs321", {"illuminance_alarm_config": dict(lux, condition=None,
                                                            threshold_min=1.0000001,
                                                            lock_time=5, continue_time=-1)},
                 "illuminance_alarm_config.threshold_min",
                 "illuminance_alarm_config.condition",
                 "illuminance_alarm_config.continue_time", warnings=1)

    def test_d2d(self):
        entry = {"mode": "region_10_vacant", "enable": True, "lora_uplink_enable": 0,
                 "d2d_cmd": "E004", "time": 1440, "time_enable": "enable"}
        self.enc("vs321", {"d2d_master_config": [entry, dict(entry, mode="occupied_dim",
                                                             time=0, time_enable=0)]},
                 "ff96 14 01 00 04e0 a005 01 ff96 05 01 00 04e0 0000 00")
        at = "d2d_master_config[1]."
        self.bad("vs321", {"d2d_master_config": [entry, dict(entry, time=0)]}, at + "time")
        self.bad("vs321", {"d2d_master_config": [entry, dict(entry, time=0, time_enable=2)]},
                 at + "time_enable")
        self.bad("vs321", {"d2d_master_config": [entry, {"mode": 21, "x": 1}, 5]},
                 "d2d_master_config[2]", *(at + m for m in (
                     "mode", "x", "enable", "lora_uplink_enable", "d2d_cmd", "time",
                     "time_enable")))
        for v in ([], {}, None, "x"):
            self.bad("vs321", {"d2d_master_config": v}, "d2d_master_config")
        for v in (0, 21, True, "region_11_vacant", "unknown", 1.5):
            self.bad("vs321", {"d2d_master_config": [dict(entry, mode=v)]},
                     "d2d_master_config[0].mode")
        for v in ("0xe0", "e0 4", "e04", "e0040", 57348, "e00\u0664", None):
            self.bad("vs321", {"d2d_master_config": [dict(entry, d2d_cmd=v)]},
                     "d2d_master_config[0].d2d_cmd")
        self.enc("vs321", {"d2d_key": "5572404C696E6B4c"}, "ff355572404c696e6b4c")
        self.bad("vs321", {"d2d_key": "5572404C696E6B4C6F52613230313823"}, "d2d_key")

    def test_fetch_history(self):
        self.enc("vs321", {"fetch_history": {"start_time": 5, "end_time": 5}},
                 "fd6c0500000005000000")
        self.enc("vs321", {"fetch_history": {"start_time": 0, "end_time": 0}},
                 "fd6c0000000000000000")
        self.bad("vs321", {"fetch_history": {"start_time": 5, "end_time": 0}},
                 "fetch_history.end_time")
        self.bad("vs321", {"fetch_history": {"start_time": -1, "end_time": None}},
                 "fetch_history.start_time", "fetch_history.end_time")
        self.bad("vs321", {"fetch_history": {"end_time": 4294967296}},
                 "fetch_history.start_time", "fetch_history.end_time")
        self.bad("vs321", {"fetch_history_result": "success", "device_response_result": {}},
                 "fetch_history_result", "device_response_result")

    def test_order_and_reset(self):  # P 4.4
        self.enc("vs321", {"reboot": 1, "reset": 1, "detect": 1, "lora_port": 85,
                           "stop_transmit": 1, "report_type": 0},
                 "f91000 fd6dff ff6555 f96cff f96eff ff10ff", 1)
        self.enc("vs321", {"reset": 1, "reboot": 1, "detect": 1, "stop_transmit": 1,
                           "fetch_history": {"start_time": 1}},
                 "fd6dff fd6b01000000 f96cff f96eff ff10ff")
        self.enc("vs321", {"reset": "no", "adr_enable": 1}, "ff4001")

    def test_socket(self):
        task = {"delay_time": 60, "socket_status": 1}
        self.enc("ws52x", dict(task), "ff22003c0011")
        self.enc("ws523", {"delay_task": task, "socket_status": "off", "cancel_delay_task": 0},
                 "080000ff ff2300ff ff22003c0011")
        self.enc("ws523", dict(task, cancel_delay_task=True, report_interval=60,
                               led_indicator_enable=0),
                 "ff033c00 ff2300ff ff22003c0011 ff2f00")
        self.enc("ws52x", {"cancel_delay_task": 255}, "ff23ffff", 1)
        self.enc("ws52x", {"cancel_delay_task": 1}, "ff2301ff", 1)
        self.bad("ws52x", {"cancel_delay_task": 256}, "cancel_delay_task")
        for v in (60, None, "x"):
            self.bad("ws52x", {"delay_time": v}, "delay_time")
            self.bad("ws52x", {"delay_time": v, "delay_task": task}, "delay_time")
            self.bad("ws52x", {"delay_time": v, "delay_task": task, "socket_status": 1},
                     "delay_time")
        self.bad("ws52x", {"delay_time": 65536, "socket_status": None},
                 "delay_time", "socket_status")
        self.bad("ws52x", {"delay_task": {"delay_time": 1, "socket_status": 17}},
                 "delay_task.socket_status")
        self.bad("ws52x", {"delay_task": {}}, "delay_task.delay_time",
                 "delay_task.socket_status")
        self.enc("ws52x", {"child_lock_config": {"enable": True}}, "ff250080")
        self.enc("ws52x", {"child_lock_config": {"enable": 0, "lock_time": 32767}},
                 "ff25ff7f")
        self.bad("ws52x", {"child_lock_config": {"lock_time": 32768}},
                 "child_lock_config.lock_time", "child_lock_config.enable")
        self.bad("ws52x", {"current_alarm_config": {"enable": 1, "threshold": 256},
                           "over_current_protection": {"enable": 1, "threshold": 1},
                           "socket_status_source": "button"},
                 "current_alarm_config.threshold", "over_current_protection.threshold",
                 "over_current_protection.trip_current", "socket_status_source")
        self.enc("ws52x", {"reboot": 1, "report_attribute": 1, "report_status": 1},
                 "ff28ff ff2cff ff10ff")

    def test_round_trip(self):  # P 4.7
        data = {
            "report_type": "on_the_dot", "detection_mode": "on", "report_interval": 1440,
            "collection_interval": 60,
            "temperature_alarm_config": {"condition": "between", "threshold_min": -0.1,
                                         "threshold_max": 22.9, "lock_time": 3,
                                         "continue_time": 4},
            "humidity_alarm_config": {"condition": "above", "threshold_min": 99.5,
                                      "threshold_max": 0.5, "lock_time": 0,
                                      "continue_time": 0},
            "d2d_key": "00112233445566ff", "d2d_enable": "disable",
            "d2d_master_config": [{"mode": 20, "enable": "disable",
                                   "lora_uplink_enable": "enable", "d2d_cmd": "0102",
                                   "time": 300, "time_enable": "enable"}],
            "history_enable": "disable", "retransmit_enable": "enable",
            "retransmit_interval": 30, "resend_interval": 1200, "stop_transmit": "yes",
            "fetch_history": {"start_time": 4294967294, "end_time": 4294967295},
            "adr_enable": "enable", "lora_port": 223, "detect": "yes", "reset": "yes",
            "reboot": "yes"}
        text = codec.encode_downlink("vs321", data)["bytes"]
        self.down("vs321", text, data)
        self.up("vs321", text, data)


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
