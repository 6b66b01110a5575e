"""EM320-TH."""
from devices.em300 import LAST_FIELDS, alarm_downlink, intervals_downlink, last_downlink, put_last
from devices.shared import (battery_uplink, climate_uplink, history_uplink, humidity,
                            serial_uplink, temperature_alarm_command)
from reading import divide, i16, u32
from writing import only_known, put_object, put_whole


def uplink(ch, ty, r, data):
    if ch == 0x20 and ty == 0xce:  # EM320-TH 5.4: a byte less than the EM300's
        d = r.take(7)
        record = {"timestamp": u32(d, 0), "temperature": divide(i16(d, 4), 10),
                  "humidity": humidity(r, d[6])}
        data.setdefault("history", []).append(record)
        return True
    return (serial_uplink(ch, ty, r, data)  # EM320-TH 5.1
            or battery_uplink(ch, ty, r, data)  # EM320-TH 5.2
            or climate_uplink(ch, ty, r, data)
            or history_uplink(ch, ty, r, data))


def downlink(ch, ty, r, data):
    return (intervals_downlink(ch, ty, r, data)
            or alarm_downlink(ch, ty, r, data, temperature="temperature_alarm_config")
            or last_downlink(ch, ty, r, data))


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "temperature_alarm_config",
               *LAST_FIELDS)
    put_whole(w, data, "report_interval", 60, 64800, 0xff, 0x03)
    put_whole(w, data, "collection_interval", 60, 64800, 0xff, 0x02)
    if "report_interval" in w.sent and "collection_interval" in w.sent:
        # EM320-TH Threshold Setting: the collecting interval should be less
        if data["collection_interval"] >= data["report_interval"]:
            w.warnings += 1
    put_object(w, data, "temperature_alarm_config", temperature_alarm_command, -3276.8, 3276.7, 3)
    put_last(w, data)
