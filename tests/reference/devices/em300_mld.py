"""EM300-MLD."""
from devices.em300 import (LAST_FIELDS, alarm_downlink, contact_alarm, d2d_downlink, d2d_entry,
                           intervals_downlink, last_downlink, put_intervals, put_last)
from devices.shared import battery_uplink, history_uplink, serial_uplink, stop_transmit_echo
from reading import u32
from writing import only_known, put_list, put_object

LEAKAGE = {0: "normal", 1: "leak"}
D2D_MODES = {3: "leakage_status_alarm", 4: "leakage_status_alarm_release"}


def uplink(ch, ty, r, data):
    if ch == 0x05 and ty == 0x00:  # EM300 5.2
        data["leakage_status"] = r.label(r.take(1)[0], LEAKAGE)
        return True
    elif ch == 0x20 and ty == 0xce:  # vendor
        d = r.take(8)
        record = {"timestamp": u32(d, 0), "leakage_status": r.label(d[7], LEAKAGE)}
        data.setdefault("history", []).append(record)
        return True
    return (serial_uplink(ch, ty, r, data)  # EM300 5.1
            or battery_uplink(ch, ty, r, data)  # EM300 5.2
            or history_uplink(ch, ty, r, data)
            or stop_transmit_echo(ch, ty, r, data))


def downlink(ch, ty, r, data):
    return (intervals_downlink(ch, ty, r, data)
            or alarm_downlink(ch, ty, r, data, contact="leakage_alarm_config")
            or d2d_downlink(ch, ty, r, data, D2D_MODES)
            or last_downlink(ch, ty, r, data))


def encode(w, data):
    only_known(w, data, "report_interval", "collection_interval", "leakage_alarm_config",
               "d2d_master_config", *LAST_FIELDS)
    put_intervals(w, data)
    put_object(w, data, "leakage_alarm_config", contact_alarm)
    put_list(w, data, "d2d_master_config", d2d_entry(D2D_MODES))
    put_last(w, data)
