"""EM300-SLD and EM300-ZLD."""
from devices.em300 import (LAST_FIELDS, alarm_downlink, calibration_downlink, contact_alarm,
                           d2d_downlink, d2d_entry, humidity_calibration, intervals_downlink,
                           last_downlink, put_intervals, put_last, temperature_calibration)
from devices.shared import (battery_uplink, climate_uplink, history_uplink, humidity,
                            serial_uplink, stop_transmit_echo, temperature_alarm_command)
from reading import divide, i16, u32
from writing import only_known, put_list, put_object

LEAKAGE = {0: "normal", 1: "leak"}
D2D_MODES = {1: "temperature_alarm", 2: "temperature_alarm_release",
             3: "leakage_alarm", 4: "leakage_alarm_release"}


def uplink(ch, ty, r, data):
    if ch == 0x05 and ty == 0x00:  # EM300 5.2
        data["leakage_status"] = r.label(r.take(1)[0], LEAKAGE)
        return True
    elif ch == 0x20 and ty == 0xce:  # EM300-ZLD Uplink Data
        d = r.take(8)
        record = {"timestamp": u32(d, 0), "temperature": divide(i16(d, 4), 10),
                  "humidity": humidity(r, d[6]), "leakage_status": r.label(d[7], LEAKAGE)}
        data.setdefault("history", []).append(record)
        return True
    return (serial_uplink(ch, ty, r, data)  # EM300 5.1
            or battery_uplink(ch, ty, r, data)  # EM300 5.2
            or climate_uplink(ch, ty, r, data)
            or history_uplink(ch, ty, r, data)
            or stop_transmit_echo(ch, ty, r, data))


def downlink(ch, ty, r, data):
    return (intervals_downlink(ch, ty, r, data)
            or alarm_downlink(ch, ty, r, data, temperature="temperature_alarm_config",
                              contact="leakage_alarm_config")
            or calibration_downlink(ch, ty, r, data)
            or d2d_downlink(ch, ty, r, data, D2D_MODES)
            or last_downlink(ch, ty, r, data))


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "temperature_alarm_config",
               "leakage_alarm_config", "temperature_calibration_settings",
               "humidity_calibration_settings", "d2d_master_config", *LAST_FIELDS)
    put_intervals(w, data)
    put_object(w, data, "temperature_alarm_config", temperature_alarm_command, -3276.8, 3276.7, 0)
    put_object(w, data, "leakage_alarm_config", contact_alarm)
    put_object(w, data, "temperature_calibration_settings", temperature_calibration)
    put_object(w, data, "humidity_calibration_settings", humidity_calibration)
    put_list(w, data, "d2d_master_config", d2d_entry(D2D_MODES))
    put_last(w, data)
